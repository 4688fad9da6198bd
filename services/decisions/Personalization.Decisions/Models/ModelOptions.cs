namespace Personalization.Decisions.Models;

/// <summary>How rewards are estimated.</summary>
public sealed record ModelOptions
{
    /// <summary>Full covariance is kept up to here: d^2 numbers an arm.</summary>
    public const int MostFull = 64;

    /// <summary>The most there can be.</summary>
    public const int MostDimensions = 4_096;

    /// <summary>
    /// d, from 2 to <see cref="MostDimensions"/>: numbers a decision's features are turned into. Up to <see cref="MostFull"/> an arm costs d^2 / 2 numbers; above, crosses of context and item are features too, the
    /// covariance is diagonal, an arm costs 2 d numbers, and what is learned depends on the order.
    /// </summary>
    public int Dimensions { get; init; } = 16;

    /// <summary>Features with a place of their own (<see cref="Features.FeatureSpace"/>).</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The prior's weight, in observations.</summary>
    public double Ridge { get; init; } = 1;

    /// <summary>After which an observation counts half; null: never forgotten.</summary>
    public TimeSpan? HalfLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Items with statistics of their own; further ones are judged by what all have in common.</summary>
    public int MaxArms { get; init; } = 1_000;

    /// <summary>Crosses are features, the covariance is diagonal.</summary>
    public bool IsDiagonal => Dimensions > MostFull;

    /// <summary>Numbers that are kept of one arm.</summary>
    public long NumbersAnArm => IsDiagonal ? 2L * Dimensions : (long)Dimensions * (Dimensions + 3) / 2;
}
