using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Personalization.Discovery.Api.State;

/// <summary>One write of a transaction.</summary>
/// <param name="Key">The key.</param>
/// <param name="Json">The value; null deletes.</param>
/// <param name="ETag">What must stand there: null whatever, empty nothing.</param>
internal sealed record StateChange(string Key, byte[]? Json, string? ETag = null)
{
    public static StateChange Put<T>(string key, T value, JsonTypeInfo<T> type, string? etag = null) =>
        new(key, JsonSerializer.SerializeToUtf8Bytes(value, type), etag);

    public static StateChange Delete(string key) => new(key, null);
}
