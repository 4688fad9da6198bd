namespace Personalization.Sidecar.Cel;

/// <summary>Stands for 9223372036854775808 until the minus before it makes the smallest whole number of it.</summary>
internal sealed class CelMinimum
{
    public const ulong Magnitude = 1UL << 63;

    private CelMinimum()
    {
    }

    public static CelMinimum Instance { get; } = new();
}
