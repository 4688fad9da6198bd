namespace Personalization.Discovery.Moments;

/// <summary>The moment of one request.</summary>
internal sealed class MomentMatch(IReadOnlyList<MomentPart> parts, int[] fits)
{
    private readonly int _mask = parts.Aggregate(0, (mask, part) => mask | part.Bit);

    public bool Fits(int document) => (fits[document] & _mask) != 0;

    /// <summary>Why it fits, or null when it does not.</summary>
    public string? Reason(int document) => parts.FirstOrDefault(part => (fits[document] & part.Bit) != 0)?.Reason;
}
