namespace Personalization.Search.Query;

/// <summary>
/// The standard order of one match as a number, the smaller the better: band, then popularity rank, then exact relevance; equals by document,
/// which is the order of the ids.
/// </summary>
internal readonly struct RankedKey(int band, int popularityRank, float relevance, int document) : IComparable<RankedKey>
{
    private readonly ulong _key = ((ulong)band << 56) | ((ulong)popularityRank << 32) | ~BitConverter.SingleToUInt32Bits(relevance);

    public int Document { get; } = document;

    public int Band => (int)(_key >> 56);

    public int CompareTo(RankedKey other)
    {
        var byKey = _key.CompareTo(other._key);
        return byKey != 0 ? byKey : Document.CompareTo(other.Document);
    }
}
