namespace Personalization.Sidecar.Resiliency;

/// <summary>The target's circuit breaker let the call not through.</summary>
internal sealed class CircuitOpenException() : Exception("circuit breaker is open");
