namespace Personalization.Decisions.Contracts;

/// <summary>One step of a slot's policy.</summary>
public sealed record PolicyCommand
{
    public required string StoreId { get; init; }

    public required string Slot { get; init; }

    /// <summary>One of <see cref="PolicySteps"/>.</summary>
    public required string Step { get; init; }

    /// <summary>Of `promote`: the candidate.</summary>
    public EvaluateRequest? Candidate { get; init; }

    /// <summary>Of `promote` and `ramp`: 1 to 100.</summary>
    public int Percent { get; init; }

    /// <summary>Who says so, for the history.</summary>
    public required string By { get; init; }
}
