using Personalization.Sidecar.Telemetry.Tracing;

namespace Personalization.Sidecar.Resources;

/// <summary>What of the kind Configuration this sidecar acts on; several files merge, the later wins.</summary>
internal sealed record ConfigurationResource
{
    /// <summary>Share of calls without a caller's trace that are sampled; 0..1.</summary>
    public double SamplingRate { get; init; } = 1;

    /// <summary>Where spans go: <c>tracing.otel</c>; null: not said.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>Which secrets of a store apps may read; a store without an entry is open.</summary>
    public IReadOnlyList<SecretScope> SecretScopes { get; init; } = [];
}
