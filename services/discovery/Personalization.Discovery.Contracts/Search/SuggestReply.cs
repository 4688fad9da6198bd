namespace Personalization.Discovery.Contracts;

public sealed record SuggestReply
{
    public IReadOnlyList<Suggestion> Suggestions { get; init => field = value ?? []; } = [];

    public required string IndexVersion { get; init; }

    public RankingSummary Ranking { get; init; } = new();
}
