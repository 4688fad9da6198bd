using System.Net;
using System.Text.Json;

namespace Dapr.Client;

internal partial class DaprHttpClient
{
    protected const string StateFailure = "State operation failed: the Dapr endpoint indicated a failure. See InnerException for details.";
    protected const string StateUnreadable = "State operation failed: the state payload could not be deserialized. See InnerException for details.";

    public override async Task<TValue> GetStateAsync<TValue>(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var (value, _) = await GetStateAndETagAsync<TValue>(storeName, key, consistencyMode, metadata, cancellationToken).ConfigureAwait(false);
        return value;
    }

    public override async Task<(TValue value, string etag)> GetStateAndETagAsync<TValue>(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        using var response = await GetAsync(storeName, key, consistencyMode, metadata, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0)
        {
            return (default!, ETagOf(response));
        }

        try
        {
            var value = await ReadAsync(response, stream => JsonSerializer.DeserializeAsync<TValue>(stream, JsonSerializerOptions, cancellationToken), StateFailure, cancellationToken).ConfigureAwait(false);
            return (value!, ETagOf(response));
        }
        catch (JsonException unreadable)
        {
            throw new DaprException(StateUnreadable, unreadable);
        }
    }

    public override async Task<ReadOnlyMemory<byte>> GetByteStateAsync(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var (bytes, _) = await GetByteStateAndETagAsync(storeName, key, consistencyMode, metadata, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    public override async Task<(ReadOnlyMemory<byte>, string etag)> GetByteStateAndETagAsync(string storeName, string key, ConsistencyMode? consistencyMode = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        using var response = await GetAsync(storeName, key, consistencyMode, metadata, cancellationToken).ConfigureAwait(false);
        var bytes = await ReadBytesAsync(response, StateFailure, cancellationToken).ConfigureAwait(false);
        return (ByteValue.Decode(bytes), ETagOf(response));
    }

    public override Task SaveStateAsync<TValue>(string storeName, string key, TValue value, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        SaveAsync(storeName, key, writer => JsonSerializer.Serialize(writer, value, JsonSerializerOptions), etag: null, stateOptions, metadata, cancellationToken);

    public override Task<bool> TrySaveStateAsync<TValue>(string storeName, string key, TValue value, string etag, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return SaveAsync(storeName, key, writer => JsonSerializer.Serialize(writer, value, JsonSerializerOptions), etag, stateOptions, metadata, cancellationToken);
    }

    public override Task SaveByteStateAsync(string storeName, string key, ReadOnlyMemory<byte> binaryValue, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        SaveAsync(storeName, key, writer => ByteValue.Write(writer, binaryValue.Span), etag: null, stateOptions, metadata, cancellationToken);

    public override Task<bool> TrySaveByteStateAsync(string storeName, string key, ReadOnlyMemory<byte> binaryValue, string etag, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return SaveAsync(storeName, key, writer => ByteValue.Write(writer, binaryValue.Span), etag, stateOptions, metadata, cancellationToken);
    }

    public override Task DeleteStateAsync(string storeName, string key, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        DeleteAsync(storeName, key, etag: null, stateOptions, metadata, cancellationToken);

    public override Task<bool> TryDeleteStateAsync(string storeName, string key, string etag, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return DeleteAsync(storeName, key, etag, stateOptions, metadata, cancellationToken);
    }

    private static SidecarPath StatePath(string storeName) => new SidecarPath("/v1.0/state").Segment(storeName);

    /// <summary>The sidecar writes the ETag as the store gave it, without the quotes the header's grammar asks for.</summary>
    private static string ETagOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("ETag", out var values) ? values.ToString() : string.Empty;

    private static string Text(ConsistencyMode mode) => mode switch
    {
        ConsistencyMode.Eventual => "eventual",
        ConsistencyMode.Strong => "strong",
        _ => throw new ArgumentException($"{mode} Consistency Mode is not supported."),
    };

    private static string Text(ConcurrencyMode mode) => mode switch
    {
        ConcurrencyMode.FirstWrite => "first-write",
        ConcurrencyMode.LastWrite => "last-write",
        _ => throw new ArgumentException($"{mode} Concurrency Mode is not supported."),
    };

    private static void WriteItem(Utf8JsonWriter writer, string key, Action<Utf8JsonWriter>? value, string? etag, StateOptions? options, IReadOnlyDictionary<string, string>? metadata)
    {
        writer.WriteStartObject();
        writer.WriteString("key", key);
        if (value is not null)
        {
            writer.WritePropertyName("value");
            value(writer);
        }

        if (etag is not null)
        {
            writer.WriteString("etag", etag);
        }

        WriteMetadata(writer, metadata);
        if (options is { Consistency: not null } or { Concurrency: not null })
        {
            writer.WriteStartObject("options");
            if (options.Concurrency is { } concurrency)
            {
                writer.WriteString("concurrency", Text(concurrency));
            }

            if (options.Consistency is { } consistency)
            {
                writer.WriteString("consistency", Text(consistency));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private Task<HttpResponseMessage> GetAsync(string storeName, string key, ConsistencyMode? consistencyMode, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var path = StatePath(storeName).Segment(key);
        if (consistencyMode is { } mode)
        {
            path.Query("consistency", Text(mode));
        }

        return SendAsync(HttpMethod.Get, path.Metadata(metadata), null, StateFailure, cancellationToken);
    }

    private async Task<bool> SaveAsync(string storeName, string key, Action<Utf8JsonWriter> value, string? etag, StateOptions? options, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var body = JsonBody(writer =>
        {
            writer.WriteStartArray();
            WriteItem(writer, key, value, etag, options, metadata);
            writer.WriteEndArray();
        });
        return await WriteAsync(CreateRequest(HttpMethod.Post, StatePath(storeName), body), etag, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> DeleteAsync(string storeName, string key, string? etag, StateOptions? options, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var path = StatePath(storeName).Segment(key);
        if (options?.Concurrency is { } concurrency)
        {
            path.Query("concurrency", Text(concurrency));
        }

        if (options?.Consistency is { } consistency)
        {
            path.Query("consistency", Text(consistency));
        }

        var request = CreateRequest(HttpMethod.Delete, path.Metadata(metadata));
        if (!string.IsNullOrEmpty(etag))
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        return await WriteAsync(request, etag, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A conflict is an outcome when the caller named an ETag, and a failure otherwise.</summary>
    private async Task<bool> WriteAsync(HttpRequestMessage request, string? etag, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, StateFailure, status => etag is not null && status == HttpStatusCode.Conflict, cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode;
    }
}
