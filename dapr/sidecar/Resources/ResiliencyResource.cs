using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Resources;

/// <summary>A document of kind Resiliency: named policies and which target uses which.</summary>
internal sealed record ResiliencyResource
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyDictionary<string, TimeSpan> Timeouts { get; init; } = new Dictionary<string, TimeSpan>();

    public IReadOnlyDictionary<string, RetryPolicy> Retries { get; init; } = new Dictionary<string, RetryPolicy>();

    public IReadOnlyDictionary<string, BreakerSettings> Breakers { get; init; } = new Dictionary<string, BreakerSettings>();

    public IReadOnlyDictionary<string, TargetPolicies> Apps { get; init; } = new Dictionary<string, TargetPolicies>();

    public IReadOnlyDictionary<string, TargetPolicies> Actors { get; init; } = new Dictionary<string, TargetPolicies>();

    public IReadOnlyDictionary<string, TargetPolicies> ComponentsOutbound { get; init; } = new Dictionary<string, TargetPolicies>();

    public IReadOnlyDictionary<string, TargetPolicies> ComponentsInbound { get; init; } = new Dictionary<string, TargetPolicies>();

    public bool IsInScope(string appId) => Scopes.Count == 0 || Scopes.Contains(appId, StringComparer.Ordinal);
}
