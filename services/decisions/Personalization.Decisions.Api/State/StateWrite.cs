using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Personalization.Decisions.Api.State;

/// <summary>One write of a transaction.</summary>
/// <param name="Key">The key.</param>
/// <param name="Json">The value.</param>
/// <param name="ETag">What must stand there: null whatever, empty nothing.</param>
/// <param name="Lifetime">After which it is gone; null: never.</param>
internal sealed record StateWrite(string Key, byte[] Json, string? ETag, TimeSpan? Lifetime)
{
    public static StateWrite Of<T>(string key, T value, JsonTypeInfo<T> type, string? etag, TimeSpan? lifetime) =>
        new(key, JsonSerializer.SerializeToUtf8Bytes(value, type), etag, lifetime);
}
