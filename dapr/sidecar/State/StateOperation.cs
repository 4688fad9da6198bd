namespace Personalization.Sidecar.State;

/// <summary>One write.</summary>
/// <param name="Kind">Upsert or delete.</param>
/// <param name="Key">The full key.</param>
/// <param name="Value">What to store; empty for a delete.</param>
/// <param name="ETag">The write holds only if the stored etag equals this; null: no such condition.</param>
/// <param name="FirstWrite">Without an etag: an upsert holds only if the key is absent.</param>
/// <param name="TtlSeconds">Above zero: expires then. Zero or below: never expires. Null: never, or the store's default.</param>
internal readonly record struct StateOperation(
    StateOperationKind Kind,
    string Key,
    ReadOnlyMemory<byte> Value,
    string? ETag = null,
    bool FirstWrite = false,
    int? TtlSeconds = null)
{
    public static StateOperation Upsert(string key, ReadOnlyMemory<byte> value, string? etag = null, bool firstWrite = false, int? ttlSeconds = null) =>
        new(StateOperationKind.Upsert, key, value, etag, firstWrite, ttlSeconds);

    public static StateOperation Delete(string key, string? etag = null) => new(StateOperationKind.Delete, key, default, etag);

    /// <summary>Whether the conditions hold for the stored entry's etag (null: no entry). An etag on an absent key never holds.</summary>
    public bool HoldsFor(string? stored) => (ETag, Kind, FirstWrite) switch
    {
        (not null, _, _) => string.Equals(ETag, stored, StringComparison.Ordinal),
        (null, StateOperationKind.Upsert, true) => stored is null,
        _ => true,
    };
}
