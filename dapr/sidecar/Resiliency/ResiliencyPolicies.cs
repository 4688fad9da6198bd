using System.Collections.Concurrent;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Resiliency;

/// <summary>
/// Finds the policies of a target in the resiliency resources of an app: those the target names; for a target that is not named those under
/// the reserved default names, the most specific first; without any what Dapr builds in. Pipelines are kept, since a breaker's memory lives in them.
/// </summary>
internal sealed class ResiliencyPolicies(IReadOnlyList<ResiliencyResource> resources, TimeProvider time)
{
    /// <summary>What a component's kind is called in the reserved default names.</summary>
    public const string StateStore = "Statestore";
    public const string PubSub = "Pubsub";
    public const string Binding = "Binding";
    public const string SecretStore = "Secretstore";
    public const string Configuration = "Configuration";
    public const string Lock = "Lock";

    private const string RetryPolicyName = "RetryPolicy";
    private const string TimeoutPolicy = "TimeoutPolicy";
    private const string BreakerPolicy = "CircuitBreakerPolicy";
    private const int BuiltInRetries = 3;

    private static readonly RetryPolicy BuiltInRetry = new() { MaxRetries = BuiltInRetries, Duration = TimeSpan.FromSeconds(1) };

    /// <summary>An actor's breaker per id is forgotten when this many are held; as in daprd's default cache size.</summary>
    private const int MaxPipelines = 5_000;

    private readonly ConcurrentDictionary<string, ResiliencyPipeline> _pipelines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _targetedApps = new(StringComparer.Ordinal);

    /// <summary>Calls to another app. Built in: 3 retries, a second apart; with <see cref="IsAppTargeted"/> false only transport failures may use them.</summary>
    public ResiliencyPipeline ForApp(string appId) =>
        Pipeline($"app:{appId}", Find(r => r.Apps, appId), ["App"], BuiltInRetry);

    /// <summary>Whether a policy targets the app, by name or by default.</summary>
    public bool IsAppTargeted(string appId) =>
        resources.Count > 0 && _targetedApps.GetOrAdd(appId, id => Find(r => r.Apps, id) is not null || HasDefaults(["App"]));

    /// <summary>Calls to an actor. Built in as for apps.</summary>
    public ResiliencyPipeline ForActor(string type, string id)
    {
        var target = Find(r => r.Actors, type);
        var perId = target?.Policies.BreakerScope is ActorBreakerScope.Id or ActorBreakerScope.Both;
        return Pipeline(perId ? $"actor:{type}||{id}" : $"actor:{type}", target, ["Actor"], BuiltInRetry);
    }

    /// <summary>Whether a policy targets the actor type, by name or by default.</summary>
    public bool IsActorTargeted(string type) => Find(r => r.Actors, type) is not null || HasDefaults(["Actor"]);

    /// <summary>Calls the sidecar makes to a component: state, publish, output binding. Nothing is built in.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="kind">One of the kinds named above.</param>
    public ResiliencyPipeline ForOutbound(string name, string kind) => Pipeline(
        $"out:{name}", Find(r => r.ComponentsOutbound, name), [$"{kind}ComponentOutbound", "ComponentOutbound", "Component"], null);

    /// <summary>What a component brings to the app: deliveries, input bindings. Nothing is built in.</summary>
    public ResiliencyPipeline ForInbound(string name, string kind) => Pipeline(
        $"in:{name}", Find(r => r.ComponentsInbound, name), [$"{kind}ComponentInbound", "ComponentInbound", "Component"], null);

    private Target? Find(Func<ResiliencyResource, IReadOnlyDictionary<string, TargetPolicies>> section, string name)
    {
        // A later document overrides an earlier one for the same target.
        for (var i = resources.Count - 1; i >= 0; i--)
        {
            if (section(resources[i]).TryGetValue(name, out var policies))
            {
                return new Target(resources[i], policies);
            }
        }

        return null;
    }

    private bool HasDefaults(string[] levels) =>
        DefaultNames(levels, RetryPolicyName).Any(n => resources.Any(r => r.Retries.ContainsKey(n)))
        || DefaultNames(levels, TimeoutPolicy).Any(n => resources.Any(r => r.Timeouts.ContainsKey(n)))
        || DefaultNames(levels, BreakerPolicy).Any(n => resources.Any(r => r.Breakers.ContainsKey(n)));

    private ResiliencyPipeline Pipeline(string key, Target? target, string[] defaultLevels, RetryPolicy? builtIn)
    {
        if (_pipelines.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_pipelines.Count >= MaxPipelines)
        {
            _pipelines.Clear();
        }

        return _pipelines.GetOrAdd(key, _ => Build(target, defaultLevels, builtIn));
    }

    private ResiliencyPipeline Build(Target? target, string[] levels, RetryPolicy? builtIn)
    {
        // As in daprd: a target that is named gets what it names and nothing else; one that is not gets the defaults; without any, what is built in.
        if (target is null && !HasDefaults(levels))
        {
            return new ResiliencyPipeline(null, builtIn, null, time);
        }

        var timeout = Pick(target, p => p.Timeout, r => r.Timeouts, DefaultNames(levels, TimeoutPolicy), out var limit) && limit > TimeSpan.Zero ? limit : (TimeSpan?)null;
        var retry = Pick(target, p => p.Retry, r => r.Retries, DefaultNames(levels, RetryPolicyName), out var policy) ? policy : null;
        var breaker = Pick(target, p => p.CircuitBreaker, r => r.Breakers, DefaultNames(levels, BreakerPolicy), out var settings) ? settings.Build(time) : null;
        return new ResiliencyPipeline(timeout, retry, breaker, time);
    }

    private bool Pick<T>(
        Target? target,
        Func<TargetPolicies, string?> name,
        Func<ResiliencyResource, IReadOnlyDictionary<string, T>> section,
        IEnumerable<string> defaults,
        out T policy)
    {
        policy = default!;
        if (target is not null)
        {
            return name(target.Policies) is { } own && section(target.Resource).TryGetValue(own, out policy!);
        }

        foreach (var reserved in defaults)
        {
            foreach (var resource in resources)
            {
                if (section(resource).TryGetValue(reserved, out policy!))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<string> DefaultNames(string[] levels, string suffix) =>
        levels.Select(level => $"Default{level}{suffix}").Append($"Default{suffix}");

    private sealed record Target(ResiliencyResource Resource, TargetPolicies Policies);
}
