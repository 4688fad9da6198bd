namespace Personalization.Load.PublicApi;

/// <summary>Whether an answer was ranked for its shopper by parts that were all there.</summary>
internal static class Personalized
{
    /// <summary>Of all answers, at least.</summary>
    public const double LeastShare = 0.95;

    public static bool Is(ReadOnlySpan<byte> answer)
    {
        var section = answer.LastIndexOf("\"personalization\":"u8);
        return section >= 0 && answer[section..].IndexOf("\"active\":true"u8) >= 0 && answer[section..].IndexOf("\"degraded\":false"u8) >= 0;
    }
}
