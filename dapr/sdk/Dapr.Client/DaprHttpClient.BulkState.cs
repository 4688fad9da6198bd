using System.Text.Json;

namespace Dapr.Client;

internal partial class DaprHttpClient
{
    public override async Task<IReadOnlyList<BulkStateItem>> GetBulkStateAsync(string storeName, IReadOnlyList<string> keys, int? parallelism, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        using var answer = await GetBulkAsync(storeName, keys, parallelism, metadata, cancellationToken).ConfigureAwait(false);
        return answer.RootElement.EnumerateArray()
            .Select(item => new BulkStateItem(Member(item, "key"), item.TryGetProperty("data", out var data) ? data.GetRawText() : string.Empty, Member(item, "etag")))
            .ToList();
    }

    public override async Task<IReadOnlyList<BulkStateItem<TValue>>> GetBulkStateAsync<TValue>(string storeName, IReadOnlyList<string> keys, int? parallelism, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        using var answer = await GetBulkAsync(storeName, keys, parallelism, metadata, cancellationToken).ConfigureAwait(false);
        return answer.RootElement.EnumerateArray()
            .Select(item => new BulkStateItem<TValue>(Member(item, "key"), item.TryGetProperty("data", out var data) ? data.Deserialize<TValue>(JsonSerializerOptions)! : default!, Member(item, "etag")))
            .ToList();
    }

    public override async Task SaveBulkStateAsync<TValue>(string storeName, IReadOnlyList<SaveStateItem<TValue>> items, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        if (items.Count == 0)
        {
            throw new ArgumentException("items do not contain any elements");
        }

        var body = JsonBody(writer =>
        {
            writer.WriteStartArray();
            foreach (var item in items)
            {
                WriteItem(writer, item.Key, value => JsonSerializer.Serialize(value, item.Value, JsonSerializerOptions), item.ETag, item.StateOptions, item.Metadata);
            }

            writer.WriteEndArray();
        });
        using var _ = await SendAsync(HttpMethod.Post, StatePath(storeName), body, StateFailure, cancellationToken).ConfigureAwait(false);
    }

    public override async Task DeleteBulkStateAsync(string storeName, IReadOnlyList<BulkDeleteStateItem> items, CancellationToken cancellationToken = default)
    {
        // The HTTP API has no bulk delete. The gRPC one is not atomic either, so one delete after the other keeps its promise.
        foreach (var item in items)
        {
            if (!await DeleteAsync(storeName, item.Key, item.ETag, item.StateOptions, item.Metadata, cancellationToken).ConfigureAwait(false))
            {
                throw new DaprException(StateFailure, new DaprApiException($"possible etag mismatch on key {item.Key}", "ERR_STATE_DELETE", isTransient: false));
            }
        }
    }

    public override async Task ExecuteStateTransactionAsync(string storeName, IReadOnlyList<StateTransactionRequest> operations, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentNullException.ThrowIfNull(operations);
        if (operations.Count == 0)
        {
            throw new ArgumentException($"{nameof(operations)} does not contain any elements");
        }

        var body = JsonBody(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("operations");
            foreach (var operation in operations)
            {
                writer.WriteStartObject();
                writer.WriteString("operation", operation.OperationType == StateOperationType.Delete ? "delete" : "upsert");
                writer.WritePropertyName("request");
                WriteItem(writer, operation.Key, operation.Value is { } value ? target => ByteValue.Write(target, value) : null, operation.ETag, operation.Options, operation.Metadata);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WriteMetadata(writer, metadata);
            writer.WriteEndObject();
        });
        using var _ = await SendAsync(HttpMethod.Post, StatePath(storeName).Segment("transaction"), body, StateFailure, cancellationToken).ConfigureAwait(false);
    }

    private static string Member(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? string.Empty : string.Empty;

    private async Task<JsonDocument> GetBulkAsync(string storeName, IReadOnlyList<string> keys, int? parallelism, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        if (keys.Count == 0)
        {
            throw new ArgumentException("keys do not contain any elements");
        }

        var path = StatePath(storeName).Segment("bulk").Metadata(metadata);
        var body = JsonBody(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys");
            foreach (var key in keys)
            {
                writer.WriteStringValue(key);
            }

            writer.WriteEndArray();
            if (parallelism is { } limit)
            {
                writer.WriteNumber("parallelism", limit);
            }

            writer.WriteEndObject();
        });
        using var response = await SendAsync(HttpMethod.Post, path, body, StateFailure, cancellationToken).ConfigureAwait(false);
        return await ReadDocumentAsync(response, StateFailure, cancellationToken).ConfigureAwait(false);
    }
}
