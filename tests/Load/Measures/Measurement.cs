using Personalization.Load.Statistics;

namespace Personalization.Load.Measures;

/// <summary>What a measure found.</summary>
public sealed record Measurement
{
    /// <summary>Its name.</summary>
    public required string Measure { get; init; }

    /// <summary>The figure that the goal is about.</summary>
    public required double Value { get; init; }

    public required string Unit { get; init; }

    /// <summary>What the yardstick reached, in the same unit; null: the goal is absolute.</summary>
    public double? Yardstick { get; init; }

    /// <summary>Of the value to the yardstick; null without a yardstick.</summary>
    public double? Ratio => Yardstick is { } yardstick && yardstick != 0 ? Value / yardstick : null;

    /// <summary>Of the measured calls; null where there are none.</summary>
    public LatencySummary? Latency { get; init; }

    /// <summary>The goal in words, e.g. <c>ratio &gt;= 0.60</c>.</summary>
    public required string Goal { get; init; }

    /// <summary>Null: the run does not count, see <see cref="Void"/>.</summary>
    public required bool? Passed { get; init; }

    /// <summary>Why the run does not count.</summary>
    public string? Void { get; init; }

    /// <summary>What else is worth knowing, e.g. failed calls.</summary>
    public string? Note { get; init; }
}
