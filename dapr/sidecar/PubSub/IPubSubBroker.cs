using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.PubSub;

/// <summary>One pub/sub component: takes messages for a topic and hands them to subscriptions. One class a component type.</summary>
internal interface IPubSubBroker : IComponent
{
    /// <summary>
    /// Takes the messages, all or none. When the task completes they are as safe as the component promises
    /// (`pubsub.sqlite`: on disk); a failure means none of them was taken.
    /// </summary>
    Task PublishAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken);

    /// <summary>Starts handing messages of one topic to a handler. Disposing the result stops it, after the messages in work have been settled.</summary>
    Task<IAsyncDisposable> SubscribeAsync(BrokerSubscription subscription, CancellationToken cancellationToken);

    /// <summary>Who may publish and subscribe to what; from the resource.</summary>
    TopicScopes Scopes { get; }

    /// <summary>How far each known consumer group is behind; empty when the component does not know.</summary>
    IReadOnlyList<GroupLag> Lags() => [];

    /// <summary>How long one attempt of a handler may take before the message counts as not handled.</summary>
    TimeSpan AttemptTimeout { get; }
}
