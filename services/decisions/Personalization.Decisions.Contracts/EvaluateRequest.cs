namespace Personalization.Decisions.Contracts;

/// <summary>Which settings to judge by the log of a slot; what is null is as it is in force.</summary>
public sealed record EvaluateRequest
{
    public required string StoreId { get; init; }

    public required string Slot { get; init; }

    /// <summary>`epsilon_greedy`, `linucb` or `thompson`.</summary>
    public string? Algorithm { get; init; }

    public double? Epsilon { get; init; }

    public double? Alpha { get; init; }

    public int? Dimensions { get; init; }

    public IReadOnlyList<string>? Features { get; init; }

    public double? Ridge { get; init; }

    /// <summary>Above 0 and below 1; null: 0.95.</summary>
    public double? Confidence { get; init; }
}
