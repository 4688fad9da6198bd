namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>What an app asked to be given.</summary>
internal sealed record Subscription
{
    public required string PubsubName { get; init; }

    public required string Topic { get; init; }

    /// <summary>In order; the first rule that holds gets the message. A rule without a condition is the default route.</summary>
    public required IReadOnlyList<SubscriptionRoute> Routes { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Where messages go that the app drops or fails on; null: they are dropped, or come again.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>Null: one message a call.</summary>
    public BulkOptions? Bulk { get; init; }

    public SubscriptionOrigin Origin { get; init; }

    public SubscriptionRouter Router => field ??= new SubscriptionRouter(Routes);

    /// <summary>Messages carry no envelope; the app is given one made for the delivery.</summary>
    public bool IsRaw => Metadata.TryGetValue("rawPayload", out var raw) && raw.Equals("true", StringComparison.OrdinalIgnoreCase);
}
