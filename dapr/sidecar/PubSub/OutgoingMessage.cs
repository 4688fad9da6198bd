namespace Personalization.Sidecar.PubSub;

/// <summary>A message as a component stores it: bytes it does not look into, and the publisher's metadata.</summary>
internal sealed record OutgoingMessage(string Topic, ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string>? Metadata);
