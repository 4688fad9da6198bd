namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>A message in the log, with its place in the order of its topic.</summary>
internal sealed record QueueMessage(long Sequence, ReadOnlyMemory<byte> Data, string? Metadata);
