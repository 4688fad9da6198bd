using System.Collections.ObjectModel;

namespace Personalization.Discovery.Contracts;

public sealed record RecommendReply
{
    /// <summary>Every slot asked for; no product twice over all of them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<RecommendedProduct>> Slots { get => field ?? ReadOnlyDictionary<string, IReadOnlyList<RecommendedProduct>>.Empty; init; } =
        ReadOnlyDictionary<string, IReadOnlyList<RecommendedProduct>>.Empty;

    public required string IndexVersion { get; init; }

    /// <summary>Null: nothing is learned yet, the plain strategies answered.</summary>
    public string? ModelVersion { get; init; }

    public RankingSummary Ranking { get; init => field = value ?? new(); } = new();
}
