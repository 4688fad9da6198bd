using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.Resources.Yaml;

namespace Personalization.Sidecar.Resources;

/// <summary>Reads a document of kind Resiliency; a target that names a policy which is not there is a finding.</summary>
internal static class ResiliencyReader
{
    public static ResiliencyResource? Read(YamlMap document)
    {
        ResourceHeader.CheckVersion(document, "dapr.io/v1alpha1");
        var header = ResourceHeader.Read(document);
        var scopes = document.Texts("scopes");
        var spec = document.Map("spec");
        document.Close();
        if (spec is null || header is null)
        {
            return null;
        }

        var policies = spec.Map("policies");
        var targets = spec.Map("targets");
        spec.Close();

        var resource = new ResiliencyResource
        {
            Name = header.Name,
            Scopes = scopes,
            Timeouts = ReadTimeouts(policies?.Map("timeouts")),
            Retries = ReadEach(policies?.Map("retries"), ReadRetry),
            Breakers = ReadEach(policies?.Map("circuitBreakers"), ReadBreaker),
        };
        policies?.Close();
        if (targets is null)
        {
            return resource;
        }

        var components = targets.Map("components");
        var outbound = new Dictionary<string, TargetPolicies>(StringComparer.Ordinal);
        var inbound = new Dictionary<string, TargetPolicies>(StringComparer.Ordinal);
        foreach (var name in components?.Names ?? [])
        {
            if (components!.Map(name) is not { } component)
            {
                continue;
            }

            if (component.Map("outbound") is { } to)
            {
                outbound[name] = ReadTarget(to, resource);
            }

            if (component.Map("inbound") is { } from)
            {
                inbound[name] = ReadTarget(from, resource);
            }

            component.Close();
        }

        resource = resource with
        {
            Apps = ReadEach(targets.Map("apps"), map => ReadTarget(map, resource)),
            Actors = ReadEach(targets.Map("actors"), map => ReadTarget(map, resource, isActor: true)),
            ComponentsOutbound = outbound,
            ComponentsInbound = inbound,
        };
        targets.Close();
        return resource;
    }

    private static Dictionary<string, T> ReadEach<T>(YamlMap? map, Func<YamlMap, T?> read)
        where T : class
    {
        var all = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var name in map?.Names ?? [])
        {
            if (map!.Map(name) is { } entry && read(entry) is { } value)
            {
                all[name] = value;
            }
        }

        return all;
    }

    private static Dictionary<string, TimeSpan> ReadTimeouts(YamlMap? map)
    {
        var all = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var name in map?.Names ?? [])
        {
            if (map!.Duration(name) is { } value)
            {
                all[name] = value;
            }
        }

        return all;
    }

    private static RetryPolicy ReadRetry(YamlMap map)
    {
        var policy = new RetryPolicy();
        var kind = map.Text("policy");
        if (kind is not (null or "" or "constant" or "exponential"))
        {
            map.Error("policy", $"'{kind}' is neither constant nor exponential");
        }

        StatusRanges? statuses = null;
        if (map.Map("matching") is { } matching)
        {
            matching.Accept("gRPCStatusCodes");
            if (matching.Text("httpStatusCodes") is { Length: > 0 } text && !StatusRanges.TryParse(text, out statuses))
            {
                matching.Error("httpStatusCodes", $"'{text}' is not a list such as 429,500-599");
            }

            matching.Close();
        }

        policy = policy with
        {
            Exponential = kind == "exponential",
            Duration = map.Duration("duration") ?? policy.Duration,
            MaxInterval = map.Duration("maxInterval") ?? policy.MaxInterval,
            MaxRetries = map.Number("maxRetries", min: -1) ?? policy.MaxRetries,
            Matching = statuses,
        };
        map.Close();
        return policy;
    }

    private static BreakerSettings? ReadBreaker(YamlMap map)
    {
        var text = map.Text("trip") is { Length: > 0 } given ? given : TripExpression.Default;
        if (!TripExpression.TryParse(text, out var trip))
        {
            map.Error("trip", $"'{text}' is not a comparison such as '{TripExpression.Default}', joined by && or ||");
        }

        var maxRequests = map.Number("maxRequests", min: 0) ?? 1;
        var interval = map.Duration("interval") ?? TimeSpan.Zero;
        var timeout = map.Duration("timeout") ?? TimeSpan.FromSeconds(60);
        map.Close();
        return trip is null ? null : new BreakerSettings(Math.Max(1, maxRequests), interval, timeout, trip);
    }

    private static TargetPolicies ReadTarget(YamlMap map, ResiliencyResource resource, bool isActor = false)
    {
        var timeout = Reference(map, "timeout", resource.Timeouts);
        var retry = Reference(map, "retry", resource.Retries);
        var breaker = Reference(map, "circuitBreaker", resource.Breakers);
        map.Accept("circuitBreakerCacheSize");
        var scope = ActorBreakerScope.Type;
        if (isActor && map.Text("circuitBreakerScope") is { Length: > 0 } text && !Enum.TryParse(text, ignoreCase: true, out scope))
        {
            map.Error("circuitBreakerScope", $"'{text}' is none of id, type, both");
        }

        map.Close();
        return new TargetPolicies(timeout, retry, breaker, scope);
    }

    private static string? Reference<T>(YamlMap map, string field, IReadOnlyDictionary<string, T> policies)
    {
        if (map.Text(field) is not { Length: > 0 } name)
        {
            return null;
        }

        if (policies.ContainsKey(name))
        {
            return name;
        }

        map.Error(field, $"there is no policy '{name}' in this document");
        return null;
    }
}
