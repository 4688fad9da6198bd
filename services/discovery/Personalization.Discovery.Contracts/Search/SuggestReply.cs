namespace Personalization.Discovery.Contracts;

public sealed record SuggestReply
{
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    public required string IndexVersion { get; init; }

    public RankingSummary Ranking { get; init; } = new();
}
