namespace Personalization.Sidecar.Resiliency;

/// <summary>The names of the policies a target uses; null: none of that kind, not even a default.</summary>
/// <param name="Timeout">Name of a timeout policy.</param>
/// <param name="Retry">Name of a retry policy.</param>
/// <param name="CircuitBreaker">Name of a breaker policy.</param>
/// <param name="BreakerScope">Actors only.</param>
internal sealed record TargetPolicies(string? Timeout, string? Retry, string? CircuitBreaker, ActorBreakerScope BreakerScope = ActorBreakerScope.Type);
