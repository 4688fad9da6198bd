using System.Text.Json.Serialization;

namespace Dapr;

/// <summary>A subscription as the sidecar is told it.</summary>
internal sealed record Subscription(
    string Topic,
    string PubsubName,
    string? Route,
    SubscriptionRoutes? Routes,
    IReadOnlyDictionary<string, string>? Metadata,
    string? DeadLetterTopic,
    SubscriptionBulk? BulkSubscribe);

/// <summary>The routes of a subscription whose events are told apart.</summary>
internal sealed record SubscriptionRoutes(IReadOnlyList<SubscriptionRule> Rules, string? Default);

/// <summary>Where the events go that fulfil an expression.</summary>
internal sealed record SubscriptionRule(string Match, string Path);

/// <summary>The limits of a bulk.</summary>
internal sealed record SubscriptionBulk(bool Enabled, int MaxMessagesCount, int MaxAwaitDurationMs);

/// <summary>Generated serialization of the subscriptions.</summary>
[JsonSerializable(typeof(IReadOnlyList<Subscription>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class SubscriptionJson : JsonSerializerContext;
