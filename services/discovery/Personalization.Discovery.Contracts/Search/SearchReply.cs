namespace Personalization.Discovery.Contracts;

public sealed record SearchReply
{
    public IReadOnlyList<RankedProduct> Results { get; init => field = value ?? []; } = [];

    /// <summary>Matches, before offset and limit.</summary>
    public int Total { get; init; }

    /// <summary>What all matches are of; null when it was not asked for.</summary>
    public ResultFacets? Facets { get; init; }

    public required string IndexVersion { get; init; }

    public RankingSummary Ranking { get; init; } = new();
}
