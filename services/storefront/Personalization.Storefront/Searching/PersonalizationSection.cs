using Personalization.Discovery.Contracts;

namespace Personalization.Storefront.Searching;

/// <summary>What personalization did to one answer (R3.5).</summary>
public sealed record PersonalizationSection
{
    /// <summary>True when the shopper's preferences took part.</summary>
    public required bool Active { get; init; }

    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>0..1.</summary>
    public required double Confidence { get; init; }

    public required bool Degraded { get; init; }

    /// <summary>Why it is degraded; null when it is not.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)]
    public required string? Reason { get; init; }

    /// <summary>Time spent on the answer inside the system.</summary>
    public required double LatencyMs { get; init; }

    public IReadOnlyList<string> Experiments { get; init; } = [];
}
