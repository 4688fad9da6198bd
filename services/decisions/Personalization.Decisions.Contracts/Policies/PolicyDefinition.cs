namespace Personalization.Decisions.Contracts;

/// <summary>What explores in a slot instead of what its configuration says; put there by <see cref="PolicyCommand"/> alone.</summary>
public sealed record PolicyDefinition
{
    public required string Algorithm { get; init; }

    public required double Epsilon { get; init; }

    public required double Alpha { get; init; }

    /// <summary>Share of decisions it makes, 1 to 100; the others are made by what was in force before.</summary>
    public required int Percent { get; init; }

    /// <summary>One of <see cref="PolicySteps"/>: how this version came about.</summary>
    public required string Step { get; init; }

    /// <summary>What it was promoted by.</summary>
    public EvaluateReply? Judged { get; init; }

    /// <summary>What was in force before it was promoted; null: the configuration. Its own predecessor is not kept.</summary>
    public PolicyDefinition? Before { get; init; }
}
