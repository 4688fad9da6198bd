using System.Text;
using System.Text.Json;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.PubSub.CloudEvents;

namespace Personalization.Sidecar.PubSub.Publishing;

/// <summary>The publish API over HTTP.</summary>
internal sealed class PublishEndpoints(PublishApi publishing)
{
    private const string Methods = "POST,PUT";

    public void Map(ApiRoutes routes)
    {
        routes.Map(Methods, "/v1.0/publish/bulk/{pubsub}/{*topic}", PublishBulkAsync);
        routes.Map(Methods, "/v1.0-alpha1/publish/bulk/{pubsub}/{*topic}", PublishBulkAsync);
        routes.Map(Methods, "/v1.0/publish/{pubsub}/{*topic}", PublishAsync);
        routes.Map(Methods, "/v1.0/publish/{pubsub}", context => throw PublishApi.TopicEmpty(context.Route("pubsub")));
    }

    private async Task PublishAsync(ApiContext context)
    {
        var target = publishing.Target(context.Route("pubsub"), context.Route("topic"));
        var outgoing = new OutgoingEvent(await context.ReadBodyAsync(), context.Http.Request.ContentType, context.RequestMetadata());
        await PublishAsync(context, target, [outgoing]);
        await context.NoContentAsync();
    }

    private async Task PublishBulkAsync(ApiContext context)
    {
        var target = publishing.Target(context.Route("pubsub"), context.Route("topic"));
        var common = context.RequestMetadata();
        var entries = await ReadEntriesAsync(context, target);
        try
        {
            await PublishAsync(context, target, [.. entries.Select(entry => new OutgoingEvent(Bytes(entry, target), entry.ContentType, BulkEntries.Metadata(common, entry.Metadata)))]);
        }
        catch (DaprApiException exception) when (exception.ErrorCode == PubSubErrorCodes.Publish)
        {
            var reason = exception.InnerException?.Message ?? exception.Message;
            await context.JsonAsync(
                new BulkPublishFailure([.. entries.Select(entry => new BulkPublishFailedEntry(entry.EntryId!, reason))], PubSubErrorCodes.Publish),
                PubSubJson.Default.BulkPublishFailure,
                exception.HttpStatus);
            return;
        }

        await context.NoContentAsync();
    }

    /// <summary>Where the sidecar tells of its own step, the events go on from that; else from the caller's.</summary>
    private Task PublishAsync(ApiContext context, PublishTarget target, IReadOnlyList<OutgoingEvent> events) => publishing.PublishAsync(
        target,
        events,
        context.App.Spans is not null ? context.TraceParent : context.Header("traceparent"),
        context.Header("tracestate"),
        context.Aborted);

    private static async Task<List<BulkPublishEntry>> ReadEntriesAsync(ApiContext context, PublishTarget target)
    {
        List<BulkPublishEntry> entries;
        try
        {
            entries = JsonSerializer.Deserialize((await context.ReadBodyAsync()).Span, PubSubJson.Default.ListBulkPublishEntry) ?? [];
        }
        catch (JsonException exception)
        {
            throw BulkEntries.Malformed(target.Pubsub, target.Topic, exception.Message);
        }

        BulkEntries.CheckIds(entries.Select(entry => entry?.EntryId), target.Pubsub, target.Topic);
        return entries;
    }

    private static ReadOnlyMemory<byte> Bytes(BulkPublishEntry entry, PublishTarget target)
    {
        var contentType = entry.ContentType is { Length: > 0 } given ? given : ContentTypes.Text;
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
                ? throw BulkEntries.Malformed(target.Pubsub, target.Topic, $"entry {entry.EntryId}: an event of type {contentType} has to be a JSON string")
                : Encoding.UTF8.GetBytes(entry.Event.GetRawText());
        }

        if (!ContentTypes.IsBinary(contentType))
        {
            return Encoding.UTF8.GetBytes(entry.Event.GetString()!);
        }

        return entry.Event.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw BulkEntries.Malformed(target.Pubsub, target.Topic, $"entry {entry.EntryId}: an event of type {contentType} has to be base64");
    }
}
