using Personalization.Sidecar.Cel;
using Personalization.Sidecar.PubSub.Subscriptions;
using Personalization.Sidecar.Resources.Yaml;

namespace Personalization.Sidecar.Resources;

/// <summary>Reads a document of kind Subscription: <c>v1alpha1</c> with one route, <c>v2alpha1</c> with rules.</summary>
internal static class SubscriptionReader
{
    private const string First = "dapr.io/v1alpha1";
    private const string Second = "dapr.io/v2alpha1";

    public static SubscriptionResource? Read(YamlMap document)
    {
        var version = document.Text("apiVersion");
        if (version is not (First or Second))
        {
            document.Error("apiVersion", $"must be {Second} or {First}, not '{version}'");
        }

        var header = ResourceHeader.Read(document);
        var scopes = document.Texts("scopes");
        var spec = document.Map("spec");
        document.Close();
        if (spec is null)
        {
            document.Error("spec", "is missing");
            return null;
        }

        var pubsub = spec.RequiredText("pubsubname");
        var topic = spec.RequiredText("topic");
        var routes = version == First ? ReadRoute(spec) : ReadRoutes(spec);
        var deadLetters = spec.Text("deadLetterTopic");
        var metadata = ReadMetadata(spec.Map("metadata"));
        var bulk = ReadBulk(spec.Map("bulkSubscribe"));
        spec.Close();
        if (header is null || pubsub is null || topic is null)
        {
            return null;
        }

        return new SubscriptionResource(header.Name, header.Namespace, scopes, new Subscription
        {
            PubsubName = pubsub,
            Topic = topic,
            Routes = routes,
            DeadLetterTopic = string.IsNullOrEmpty(deadLetters) ? null : deadLetters,
            Metadata = metadata,
            Bulk = bulk,
            Origin = SubscriptionOrigin.Declarative,
        });
    }

    private static List<SubscriptionRoute> ReadRoute(YamlMap spec) =>
        spec.RequiredText("route") is { } path ? [new SubscriptionRoute(SubscriptionRoute.Rooted(path))] : [];

    private static List<SubscriptionRoute> ReadRoutes(YamlMap spec)
    {
        var routes = new List<SubscriptionRoute>();
        if (spec.Map("routes") is not { } map)
        {
            spec.Error("routes", "is missing: it needs a default or rules");
            return routes;
        }

        foreach (var rule in map.Maps("rules"))
        {
            var match = rule.Text("match")?.Trim() ?? "";
            var path = rule.RequiredText("path");
            rule.Close();
            Check(rule, match);
            if (path is not null)
            {
                routes.Add(new SubscriptionRoute(SubscriptionRoute.Rooted(path), match));
            }
        }

        if (map.Text("default") is { Length: > 0 } otherwise)
        {
            routes.Add(new SubscriptionRoute(SubscriptionRoute.Rooted(otherwise)));
        }

        map.Close();
        if (routes.Count == 0)
        {
            spec.Error("routes", "has neither a default nor rules");
        }

        return routes;
    }

    private static void Check(YamlMap rule, string match)
    {
        try
        {
            if (match.Length > 0)
            {
                CelExpression.Parse(match, SubscriptionRouter.Variable);
            }
        }
        catch (CelSyntaxException e)
        {
            rule.Error("match", e.Message);
        }
    }

    private static Dictionary<string, string> ReadMetadata(YamlMap? map)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in map?.Names ?? [])
        {
            metadata[name] = map!.Text(name) ?? "";
        }

        return metadata;
    }

    private static BulkOptions? ReadBulk(YamlMap? map)
    {
        if (map is null)
        {
            return null;
        }

        var enabled = map.Flag("enabled") ?? false;
        var messages = map.Number("maxMessagesCount", min: 1) ?? BulkOptions.DefaultMaxMessages;
        var wait = map.Number("maxAwaitDurationMs", min: 0);
        map.Close();
        return enabled ? new BulkOptions(messages, wait is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : BulkOptions.DefaultMaxWait) : null;
    }
}
