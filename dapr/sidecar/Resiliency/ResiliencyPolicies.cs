using System.Collections.Concurrent;
using System.Text;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Telemetry;

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

    private const string Breaker = "circuitbreaker";

    private static readonly string[] BreakerStates = ["closed", "half-open", "open", "unknown"];

    private readonly ConcurrentDictionary<string, ResiliencyPipeline> _pipelines = new(StringComparer.Ordinal);

    /// <summary>What the metrics call the targets whose policies a resource names, by the key of their pipeline.</summary>
    private readonly ConcurrentDictionary<string, (string Resource, string Flow, string Target)> _named = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _targetedApps = new(StringComparer.Ordinal);

    /// <summary>Calls to another app. Built in: 3 retries, a second apart; with <see cref="IsAppTargeted"/> false only transport failures may use them.</summary>
    public ResiliencyPipeline ForApp(string appId) =>
        Pipeline($"app:{appId}", Find(r => r.Apps, appId), ["App"], BuiltInRetry, "outbound", $"app_{appId}");

    /// <summary>Whether a policy targets the app, by name or by default.</summary>
    public bool IsAppTargeted(string appId) =>
        resources.Count > 0 && _targetedApps.GetOrAdd(appId, id => Find(r => r.Apps, id) is not null || HasDefaults(["App"]));

    /// <summary>Calls to an actor. Built in as for apps.</summary>
    public ResiliencyPipeline ForActor(string type, string id)
    {
        var target = Find(r => r.Actors, type);
        var perId = target?.Policies.BreakerScope is ActorBreakerScope.Id or ActorBreakerScope.Both;
        return Pipeline(perId ? $"actor:{type}||{id}" : $"actor:{type}", target, ["Actor"], BuiltInRetry, "outbound", $"actor_{type}");
    }

    /// <summary>Whether a policy targets the actor type, by name or by default.</summary>
    public bool IsActorTargeted(string type) => Find(r => r.Actors, type) is not null || HasDefaults(["Actor"]);

    /// <summary>Calls the sidecar makes to a component: state, publish, output binding. Nothing is built in.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="kind">One of the kinds named above.</param>
    public ResiliencyPipeline ForOutbound(string name, string kind) => Pipeline(
        $"out:{name}", Find(r => r.ComponentsOutbound, name), [$"{kind}ComponentOutbound", "ComponentOutbound", "Component"], null, "outbound", $"{kind}_{name}");

    /// <summary>What a component brings to the app: deliveries, input bindings. Nothing is built in.</summary>
    public ResiliencyPipeline ForInbound(string name, string kind) => Pipeline(
        $"in:{name}", Find(r => r.ComponentsInbound, name), [$"{kind}ComponentInbound", "ComponentInbound", "Component"], null, "inbound", $"{kind}_{name}");

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

    private bool HasDefaults(string[] levels) => DefaultsOf(levels) is not null;

    private ResiliencyResource? DefaultsOf(string[] levels) => resources.FirstOrDefault(r =>
        DefaultNames(levels, RetryPolicyName).Any(r.Retries.ContainsKey)
        || DefaultNames(levels, TimeoutPolicy).Any(r.Timeouts.ContainsKey)
        || DefaultNames(levels, BreakerPolicy).Any(r.Breakers.ContainsKey));

    /// <summary>Adds what the policies did as Prometheus text, under daprd's names.</summary>
    public void Write(StringBuilder text, string appId, string appNamespace)
    {
        PrometheusText.Family(text, "dapr_resiliency_loaded", "counter", "Resiliency resources that were read.");
        foreach (var resource in resources)
        {
            PrometheusText.Series(text, "dapr_resiliency_loaded", PrometheusText.Labels(("app_id", appId), ("name", resource.Name), ("namespace", appNamespace)), 1);
        }

        var series = _pipelines
            .Where(entry => _named.ContainsKey(entry.Key))
            .SelectMany(entry => entry.Value.Tallies.Select(tally => (Name: _named[entry.Key], tally)))
            .GroupBy(one => (one.Name, one.tally.Policy, one.tally.Status))
            .Select(group => (group.Key, Runs: group.Sum(one => one.tally.Runs), Activations: group.Sum(one => one.tally.Activations)))
            .ToList();
        PrometheusText.Family(text, "dapr_resiliency_count", "counter", "Calls that a policy was applied to.");
        foreach (var (key, runs, _) in series)
        {
            PrometheusText.Series(text, "dapr_resiliency_count", Labels(key, key.Status), runs);
        }

        PrometheusText.Family(text, "dapr_resiliency_activations_total", "counter", "How often a policy stepped in.");
        foreach (var (key, _, activations) in series)
        {
            PrometheusText.Series(text, "dapr_resiliency_activations_total", Labels(key, key.Status), activations);
        }

        PrometheusText.Family(text, "dapr_resiliency_cb_state", "gauge", "1 for the state that a circuit breaker is in.");
        foreach (var breakers in _pipelines.Where(entry => entry.Value.BreakerState is not null && _named.ContainsKey(entry.Key)).GroupBy(entry => _named[entry.Key], entry => entry.Value.BreakerState))
        {
            foreach (var state in BreakerStates)
            {
                PrometheusText.Series(text, "dapr_resiliency_cb_state", Labels((breakers.Key, Breaker, ""), state), breakers.Contains(state) ? 1 : 0);
            }
        }

        string Labels(((string Resource, string Flow, string Target) Name, string Policy, string Status) key, string status) => PrometheusText.Labels(
            ("app_id", appId),
            ("name", key.Name.Resource),
            ("policy", key.Policy),
            ("namespace", appNamespace),
            ("flow_direction", key.Name.Flow),
            ("target", key.Name.Target),
            ("status", status));
    }

    private ResiliencyPipeline Pipeline(string key, Target? target, string[] defaultLevels, RetryPolicy? builtIn, string flow, string label)
    {
        if (_pipelines.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_pipelines.Count >= MaxPipelines)
        {
            _pipelines.Clear();
            _named.Clear();
        }

        if ((target?.Resource ?? DefaultsOf(defaultLevels)) is { } resource)
        {
            _named[key] = (resource.Name, flow, label);
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
