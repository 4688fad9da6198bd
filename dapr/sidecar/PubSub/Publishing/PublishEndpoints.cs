using System.Text;
using System.Text.Json;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.PubSub.CloudEvents;
using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.Telemetry;

namespace Personalization.Sidecar.PubSub.Publishing;

/// <summary>The publish API: from a request to messages of a component.</summary>
internal sealed class PublishEndpoints
{
    private const string RawKey = "rawPayload";
    private const string Methods = "POST,PUT";

    public void Map(ApiRoutes routes)
    {
        routes.Map(Methods, "/v1.0/publish/bulk/{pubsub}/{*topic}", PublishBulkAsync);
        routes.Map(Methods, "/v1.0-alpha1/publish/bulk/{pubsub}/{*topic}", PublishBulkAsync);
        routes.Map(Methods, "/v1.0/publish/{pubsub}/{*topic}", PublishAsync);
        routes.Map(Methods, "/v1.0/publish/{pubsub}", context => throw TopicEmpty(context));
    }

    private static async Task PublishAsync(ApiContext context)
    {
        var broker = Target(context, out var name, out var topic);
        var metadata = context.RequestMetadata();
        var body = await context.ReadBodyAsync();
        var contentType = context.Http.Request.ContentType is { Length: > 0 } given ? given : ContentTypes.Text;
        var message = Message(context, name, topic, body, contentType, metadata);
        try
        {
            await SendAsync(context, broker, name, topic, [message]);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new DaprApiException(
                StatusCodes.Status500InternalServerError,
                PubSubErrorCodes.Publish,
                $"error when publishing to topic {topic} in pubsub {name}: {exception.Message}",
                exception);
        }

        await context.NoContentAsync();
    }

    private static async Task PublishBulkAsync(ApiContext context)
    {
        var broker = Target(context, out var name, out var topic);
        var common = context.RequestMetadata();
        var entries = await ReadEntriesAsync(context, name, topic);
        var messages = new OutgoingMessage[entries.Count];
        for (var index = 0; index < messages.Length; index++)
        {
            var entry = entries[index];
            var metadata = common;
            if (entry.Metadata is { Count: > 0 } own)
            {
                metadata = new Dictionary<string, string>(common, StringComparer.OrdinalIgnoreCase);
                foreach (var (key, value) in own)
                {
                    metadata[key] = value;
                }
            }

            var contentType = entry.ContentType is { Length: > 0 } given ? given : ContentTypes.Text;
            messages[index] = Message(context, name, topic, Bytes(entry, contentType, name, topic), contentType, metadata);
        }

        try
        {
            await SendAsync(context, broker, name, topic, messages);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var failed = entries.Select(entry => new BulkPublishFailedEntry(entry.EntryId!, exception.Message)).ToList();
            await context.JsonAsync(
                new BulkPublishFailure(failed, PubSubErrorCodes.Publish),
                PubSubJson.Default.BulkPublishFailure,
                StatusCodes.Status500InternalServerError);
            return;
        }

        await context.NoContentAsync();
    }

    private static async Task SendAsync(ApiContext context, IPubSubBroker broker, string name, string topic, IReadOnlyList<OutgoingMessage> messages)
    {
        var app = context.App;
        var began = app.Services.Time.GetTimestamp();
        var success = false;
        try
        {
            await app.Resiliency.ForOutbound(name, ResiliencyPolicies.PubSub).RunAsync(token => broker.PublishAsync(messages, token), context.Aborted);
            success = true;
        }
        finally
        {
            app.Metrics.Record(ComponentActivity.PubSubEgress, name, topic, success, app.Services.Time.GetElapsedTime(began));
        }
    }

    private static IPubSubBroker Target(ApiContext context, out string name, out string topic)
    {
        name = context.Route("pubsub");
        topic = context.Route("topic");
        if (!context.App.Components.OfKind<IPubSubBroker>().Any())
        {
            throw new DaprApiException(StatusCodes.Status400BadRequest, PubSubErrorCodes.NotConfigured, $"pubsub {name} is not configured");
        }

        if (!context.App.Components.TryGet<IPubSubBroker>(name, out var broker))
        {
            throw new DaprApiException(StatusCodes.Status404NotFound, PubSubErrorCodes.NotFound, $"pubsub {name} is not found");
        }

        if (string.IsNullOrWhiteSpace(topic))
        {
            throw TopicEmpty(context);
        }

        return broker.Scopes.MayPublish(topic)
            ? broker
            : throw new DaprApiException(
                StatusCodes.Status403Forbidden,
                PubSubErrorCodes.Forbidden,
                $"topic {topic} is not allowed for app id {context.App.AppId}");
    }

    private static DaprApiException TopicEmpty(ApiContext context) => new(
        StatusCodes.Status404NotFound,
        PubSubErrorCodes.TopicEmpty,
        $"topic is empty in pubsub {context.Route("pubsub")}");

    private static OutgoingMessage Message(
        ApiContext context,
        string name,
        string topic,
        ReadOnlyMemory<byte> data,
        string contentType,
        Dictionary<string, string> metadata)
    {
        var stored = metadata.Count == 0 ? null : metadata;
        if (metadata.TryGetValue(RawKey, out var raw) && raw.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return new OutgoingMessage(topic, data, stored);
        }

        try
        {
            return new OutgoingMessage(topic, EnvelopeWriter.Write(data, contentType, Envelope(context, name, topic, metadata)), stored);
        }
        catch (JsonException exception)
        {
            throw new DaprApiException(
                StatusCodes.Status500InternalServerError,
                PubSubErrorCodes.EnvelopeMalformed,
                $"error when marshalling cloud event envelope for topic {topic} pubsub {name}: {exception.Message}",
                exception);
        }
        catch (FormatException exception)
        {
            throw new DaprApiException(StatusCodes.Status400BadRequest, PubSubErrorCodes.MetadataMalformed, exception.Message, exception);
        }
    }

    private static EnvelopeContext Envelope(ApiContext context, string name, string topic, Dictionary<string, string> metadata) => new()
    {
        AppId = context.App.AppId,
        PubsubName = name,
        Topic = topic,
        NewId = Guid.NewGuid().ToString(),
        Now = context.App.Services.Time.GetUtcNow(),
        // Where the sidecar tells of its own step, the event goes on from that; else from the caller's.
        TraceParent = context.App.Spans is not null ? context.TraceParent : context.Header("traceparent") ?? TraceContext.New(),
        TraceState = context.Header("tracestate"),
        Metadata = metadata,
    };

    private static async Task<List<BulkPublishEntry>> ReadEntriesAsync(ApiContext context, string name, string topic)
    {
        List<BulkPublishEntry> entries;
        try
        {
            entries = JsonSerializer.Deserialize((await context.ReadBodyAsync()).Span, PubSubJson.Default.ListBulkPublishEntry) ?? [];
        }
        catch (JsonException exception)
        {
            throw Malformed(name, topic, exception.Message);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry is null || string.IsNullOrEmpty(entry.EntryId) || !seen.Add(entry.EntryId))
            {
                throw Malformed(name, topic, "entryId is duplicated or not present for entry");
            }
        }

        return entries;
    }

    private static ReadOnlyMemory<byte> Bytes(BulkPublishEntry entry, string contentType, string name, string topic)
    {
        if (entry.Event.ValueKind == JsonValueKind.Undefined)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        if (ContentTypes.IsJson(contentType) || ContentTypes.IsCloudEvent(contentType))
        {
            return Encoding.UTF8.GetBytes(entry.Event.GetRawText());
        }

        if (entry.Event.ValueKind != JsonValueKind.String)
        {
            return entry.ContentType is { Length: > 0 }
                ? throw Malformed(name, topic, $"entry {entry.EntryId}: an event of type {contentType} has to be a JSON string")
                : Encoding.UTF8.GetBytes(entry.Event.GetRawText());
        }

        if (!ContentTypes.IsBinary(contentType))
        {
            return Encoding.UTF8.GetBytes(entry.Event.GetString()!);
        }

        return entry.Event.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw Malformed(name, topic, $"entry {entry.EntryId}: an event of type {contentType} has to be base64");
    }

    private static DaprApiException Malformed(string name, string topic, string reason) => new(
        StatusCodes.Status400BadRequest,
        PubSubErrorCodes.EntriesMalformed,
        $"error when unmarshaling the request for topic {topic} pubsub {name}: {reason}");
}
