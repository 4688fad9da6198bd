namespace Personalization.Sidecar.PubSub.Publishing;

/// <summary>An event to be published, before it has an envelope.</summary>
/// <param name="Data">As the publisher gave it.</param>
/// <param name="ContentType">Null or empty: text.</param>
/// <param name="Metadata">The publisher's; names compare without case.</param>
internal readonly record struct OutgoingEvent(ReadOnlyMemory<byte> Data, string? ContentType, Dictionary<string, string> Metadata);
