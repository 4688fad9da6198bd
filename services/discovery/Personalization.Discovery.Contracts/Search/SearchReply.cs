namespace Personalization.Discovery.Contracts;

public sealed record SearchReply
{
    public IReadOnlyList<RankedProduct> Results { get; init => field = value ?? []; } = [];

    /// <summary>Matches, before offset and limit.</summary>
    public int Total { get; init; }

    public required string IndexVersion { get; init; }

    public RankingSummary Ranking { get; init; } = new();
}
