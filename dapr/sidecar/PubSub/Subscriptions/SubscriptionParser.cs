using System.Text.Json;

namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>Reads an app's answer to <c>GET /dapr/subscribe</c>. Names compare without case: .NET writes <c>pubsubName</c>, JS <c>pubsubname</c>.</summary>
internal static class SubscriptionParser
{
    /// <param name="json">The answer's body.</param>
    /// <param name="problems">Entries that were left out, and why.</param>
    /// <exception cref="JsonException">The body is no JSON array.</exception>
    public static IReadOnlyList<Subscription> Parse(ReadOnlyMemory<byte> json, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        problems = found;
        if (json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("the answer to /dapr/subscribe is not an array");
        }

        // Of two entries for one topic the last one counts.
        var subscriptions = new Dictionary<(string, string), Subscription>();
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            if (Read(entry, found) is { } subscription)
            {
                subscriptions[(subscription.PubsubName, subscription.Topic)] = subscription;
            }
        }

        return [.. subscriptions.Values];
    }

    private static Subscription? Read(JsonElement entry, List<string> problems)
    {
        if (entry.ValueKind != JsonValueKind.Object || Text(entry, "pubsubname") is not { } pubsub || Text(entry, "topic") is not { } topic)
        {
            problems.Add("an entry has no pubsubname or no topic");
            return null;
        }

        var routes = Routes(entry);
        if (routes.Count == 0)
        {
            problems.Add($"topic {topic} of {pubsub} has no route");
            return null;
        }

        return new Subscription
        {
            PubsubName = pubsub,
            Topic = topic,
            Routes = routes,
            Metadata = Metadata(entry),
            DeadLetterTopic = Text(entry, "deadLetterTopic"),
            Bulk = Bulk(entry),
        };
    }

    private static List<SubscriptionRoute> Routes(JsonElement entry)
    {
        var routes = new List<SubscriptionRoute>();
        if (Member(entry, "routes") is { ValueKind: JsonValueKind.Object } table)
        {
            if (Member(table, "rules") is { ValueKind: JsonValueKind.Array } rules)
            {
                foreach (var rule in rules.EnumerateArray())
                {
                    if (rule.ValueKind == JsonValueKind.Object && Text(rule, "path") is { } path)
                    {
                        routes.Add(new SubscriptionRoute(SubscriptionRoute.Rooted(path), Text(rule, "match") ?? ""));
                    }
                }
            }

            if (Text(table, "default") is { } otherwise)
            {
                routes.Add(new SubscriptionRoute(SubscriptionRoute.Rooted(otherwise)));
            }
        }

        if (routes.Count == 0 && Text(entry, "route") is { } single)
        {
            routes.Add(new SubscriptionRoute(SubscriptionRoute.Rooted(single)));
        }

        return routes;
    }

    private static Dictionary<string, string> Metadata(JsonElement entry)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Member(entry, "metadata") is { ValueKind: JsonValueKind.Object } given)
        {
            foreach (var property in given.EnumerateObject())
            {
                metadata[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            }
        }

        return metadata;
    }

    private static BulkOptions? Bulk(JsonElement entry)
    {
        if (Member(entry, "bulkSubscribe") is not { ValueKind: JsonValueKind.Object } bulk
            || Member(bulk, "enabled") is not { ValueKind: JsonValueKind.True })
        {
            return null;
        }

        return new BulkOptions(
            Number(bulk, "maxMessagesCount") ?? BulkOptions.DefaultMaxMessages,
            Number(bulk, "maxAwaitDurationMs") is { } wait ? TimeSpan.FromMilliseconds(wait) : BulkOptions.DefaultMaxWait);
    }

    private static string? Text(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } member && member.GetString() is { Length: > 0 } text ? text : null;

    private static int? Number(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out var number) && number > 0 ? number : null;

    private static JsonElement? Member(JsonElement owner, string name)
    {
        foreach (var property in owner.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }
}
