using System.Net;
using System.Net.Mime;
using System.Text.Json;

namespace Dapr.Client;

internal partial class DaprHttpClient
{
    protected const string PublishFailure = "Publish operation failed: the Dapr endpoint indicated a failure. See InnerException for details.";
    protected const string BulkPublishFailure = "Bulk Publish operation failed: the Dapr endpoint indicated a failure. See InnerException for details.";

    public override Task PublishEventAsync<TData>(string pubsubName, string topicName, TData data, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(pubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        ArgumentNullException.ThrowIfNull(data);
        return PublishAsync(pubsubName, topicName, Serialize(data), ContentTypeOf(data), null, cancellationToken);
    }

    public override Task PublishEventAsync<TData>(string pubsubName, string topicName, TData data, Dictionary<string, string> metadata, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(pubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metadata);
        return PublishAsync(pubsubName, topicName, Serialize(data), ContentTypeOf(data), metadata, cancellationToken);
    }

    public override Task PublishEventAsync(string pubsubName, string topicName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(pubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        return PublishAsync(pubsubName, topicName, default, null, null, cancellationToken);
    }

    public override Task PublishEventAsync(string pubsubName, string topicName, Dictionary<string, string> metadata, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(pubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        ArgumentNullException.ThrowIfNull(metadata);
        return PublishAsync(pubsubName, topicName, default, null, metadata, cancellationToken);
    }

    public override Task PublishByteEventAsync(string pubsubName, string topicName, ReadOnlyMemory<byte> data, string dataContentType = MediaTypeNames.Application.Json, Dictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(pubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        return PublishAsync(pubsubName, topicName, data, dataContentType ?? MediaTypeNames.Application.Json, metadata, cancellationToken);
    }

    public override Task<BulkPublishResponse<TValue>> BulkPublishEventAsync<TValue>(string pubsubName, string topicName, IReadOnlyList<TValue> events, Dictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(pubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        ArgumentNullException.ThrowIfNull(events);
        return BulkPublishAsync(pubsubName, topicName, events, metadata, cancellationToken);
    }

    protected static string ContentTypeOf<TData>(TData data) =>
        data is CloudEvent ? WireNames.CloudEventContentType : MediaTypeNames.Application.Json;

    private static SidecarPath TopicPath(string root, string pubsubName, string topicName, Dictionary<string, string>? metadata) =>
        new SidecarPath(root).Segment(pubsubName).Rest(topicName).Metadata(metadata);

    protected byte[] Serialize<T>(T data) => JsonSerializer.SerializeToUtf8Bytes(data, JsonSerializerOptions);

    protected virtual async Task PublishAsync(string pubsubName, string topicName, ReadOnlyMemory<byte> data, string? contentType, Dictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        var content = contentType is null ? null : Bytes(data, contentType);
        using var _ = await SendAsync(HttpMethod.Post, TopicPath("/v1.0/publish", pubsubName, topicName, metadata), content, PublishFailure, cancellationToken).ConfigureAwait(false);
    }

    protected virtual async Task<BulkPublishResponse<TValue>> BulkPublishAsync<TValue>(string pubsubName, string topicName, IReadOnlyList<TValue> events, Dictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        var entries = new Dictionary<string, BulkPublishEntry<TValue>>(events.Count, StringComparer.Ordinal);
        for (var index = 0; index < events.Count; index++)
        {
            var id = index.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var contentType = events[index] is byte[] ? MediaTypeNames.Application.Octet : ContentTypeOf(events[index]);
            entries.Add(id, new BulkPublishEntry<TValue>(id, events[index], contentType, metadata ?? []));
        }

        var request = CreateRequest(HttpMethod.Post, TopicPath("/v1.0/publish/bulk", pubsubName, topicName, metadata), JsonBody(writer => WriteEntries(writer, entries.Values)));
        using var response = await SendAsync(request, BulkPublishFailure, status => status == HttpStatusCode.InternalServerError, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return new BulkPublishResponse<TValue>([]);
        }

        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (ReadFailedEntries(body, entries) is { } failed)
        {
            return new BulkPublishResponse<TValue>(failed);
        }

        throw new DaprException(BulkPublishFailure, await ReadFailureAsync(response, cancellationToken).ConfigureAwait(false));
    }

    private void WriteEntries<TValue>(Utf8JsonWriter writer, IEnumerable<BulkPublishEntry<TValue>> entries)
    {
        writer.WriteStartArray();
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("entryId", entry.EntryId);
            writer.WriteString("contentType", entry.ContentType);
            writer.WritePropertyName("event");
            JsonSerializer.Serialize(writer, entry.EventData, JsonSerializerOptions);
            WriteMetadata(writer, entry.Metadata is { Count: > 0 } given ? given : null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static List<BulkPublishResponseFailedEntry<TValue>>? ReadFailedEntries<TValue>(string body, Dictionary<string, BulkPublishEntry<TValue>> entries)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("failedEntries", out var failed) || failed.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            return failed.EnumerateArray()
                .Select(item => new BulkPublishResponseFailedEntry<TValue>(
                    entries[item.GetProperty("entryId").GetString() ?? string.Empty],
                    item.TryGetProperty("error", out var error) ? error.GetString() ?? string.Empty : string.Empty))
                .ToList();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
