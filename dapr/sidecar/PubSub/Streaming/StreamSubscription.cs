namespace Personalization.Sidecar.PubSub.Streaming;

/// <summary>What an app asks for over a stream.</summary>
internal sealed record StreamSubscription(string PubsubName, string Topic, IReadOnlyDictionary<string, string> Metadata, string? DeadLetterTopic);
