using System.Collections.Immutable;

namespace Personalization.Profiles.Lists;

/// <summary>One scroll event over one list, and how many of its products carry each name: evidence counts events, not products.</summary>
/// <param name="EventHash">Tells it from others of the same time.</param>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Weight">Signed weight each product was given.</param>
/// <param name="Names">Products by hash of kind and name.</param>
public sealed record ScrollMark(ulong EventHash, long At, double Weight, ImmutableDictionary<uint, int> Names)
{
    public bool IsBefore(ScrollMark other) => At != other.At ? At < other.At : EventHash < other.EventHash;
}
