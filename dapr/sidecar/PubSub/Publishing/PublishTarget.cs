namespace Personalization.Sidecar.PubSub.Publishing;

/// <summary>A topic of a component that the app may publish to.</summary>
internal sealed record PublishTarget(IPubSubBroker Broker, string Pubsub, string Topic);
