namespace Personalization.Decisions.Contracts;

/// <summary>What came of a decision.</summary>
public sealed record RewardRequest
{
    public required string StoreId { get; init; }

    public required string DecisionId { get; init; }

    public double Value { get; init; }

    /// <summary>Counted once.</summary>
    public required string EventId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What a return takes back; null where nothing does.</summary>
    public string? Order { get; init; }

    public bool TakesBack { get; init; }

    /// <summary>True: keep it for a while where the decision is not known yet.</summary>
    public bool MayBeEarly { get; init; }
}
