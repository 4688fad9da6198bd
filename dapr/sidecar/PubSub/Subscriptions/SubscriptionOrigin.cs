namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>How a subscription came to be.</summary>
internal enum SubscriptionOrigin
{
    /// <summary>The app answered <c>/dapr/subscribe</c> with it.</summary>
    Programmatic,

    /// <summary>It stands in a resource file.</summary>
    Declarative,

    /// <summary>The app opened a stream for it.</summary>
    Streaming,
}
