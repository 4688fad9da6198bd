namespace Personalization.Search.Query;

/// <param name="Hits">The best hits in the standard order, then those of `Include` that stand further down.</param>
/// <param name="Total">All matches.</param>
/// <param name="Taken">How many of the hits are the best ones, without a gap.</param>
public sealed record SearchResult(IReadOnlyList<SearchHit> Hits, int Total, int Taken)
{
    /// <summary>What all matches are of; null when it was not asked for.</summary>
    public SearchFacets? Facets { get; init; }

    public static SearchResult Empty { get; } = new([], 0, 0);
}
