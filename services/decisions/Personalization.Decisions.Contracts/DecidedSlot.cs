namespace Personalization.Decisions.Contracts;

/// <summary>What stands in one slot, and why.</summary>
public sealed record DecidedSlot
{
    public required string Slot { get; init; }

    /// <summary>Names the decision in rewards.</summary>
    public required string DecisionId { get; init; }

    public required string Selected { get; init; }

    /// <summary>The probability with which it was selected, exactly.</summary>
    public required double Propensity { get; init; }

    /// <summary>0..1: how sure the estimate is that nothing offered is better.</summary>
    public required double Confidence { get; init; }

    /// <summary>For people, from the model's own terms.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Every item offered, the best estimate first; fewer where the request wants fewer (<see cref="DecideRequest.MostRanked"/>).</summary>
    public required IReadOnlyList<RankedItem> Ranking { get; init; }

    /// <summary>What the model would have shown; null unless it is an apprentice.</summary>
    public string? WouldSelect { get; init; }

    /// <summary>The algorithm, with `:apprentice` where it only watches.</summary>
    public required string Policy { get; init; }
}
