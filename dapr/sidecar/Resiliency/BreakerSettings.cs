namespace Personalization.Sidecar.Resiliency;

/// <summary>A circuit breaker policy; each target that names it gets a breaker of its own.</summary>
internal sealed record BreakerSettings(int MaxRequests, TimeSpan Interval, TimeSpan Timeout, TripExpression Trip)
{
    public CircuitBreaker Build(TimeProvider time) => new(MaxRequests, Interval, Timeout, Trip, time);
}
