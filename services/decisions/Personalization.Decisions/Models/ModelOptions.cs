namespace Personalization.Decisions.Models;

/// <summary>How rewards are estimated.</summary>
public sealed record ModelOptions
{
    /// <summary>d, from 2 to 64: numbers a decision's features are turned into. An arm costs d^2 numbers.</summary>
    public int Dimensions { get; init; } = 16;

    /// <summary>Features with a place of their own (<see cref="Features.FeatureSpace"/>).</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The prior's weight, in observations.</summary>
    public double Ridge { get; init; } = 1;

    /// <summary>After which an observation counts half; null: never forgotten.</summary>
    public TimeSpan? HalfLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Items with statistics of their own; further ones are judged by what all have in common.</summary>
    public int MaxArms { get; init; } = 1_000;
}
