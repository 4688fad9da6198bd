namespace Personalization.Discovery.Baskets;

/// <summary>Days between two times in milliseconds.</summary>
internal static class BasketDays
{
    public const double Milliseconds = 86_400_000;

    public static double Between(long from, long to) => (to - from) / Milliseconds;
}
