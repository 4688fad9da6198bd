namespace Personalization.Sidecar.State;

/// <summary>A stored value.</summary>
/// <param name="Value">The bytes as saved: JSON text over HTTP, anything over gRPC.</param>
/// <param name="ETag">Changes with every write.</param>
/// <param name="Expires">When the entry goes away by itself; null: never.</param>
internal sealed record StateEntry(ReadOnlyMemory<byte> Value, string ETag, DateTimeOffset? Expires);
