using System.Globalization;
using System.Net.Mime;
using Google.Protobuf;
using Personalization.Grpc;
using Wire = Personalization.Grpc.Messages;

namespace Dapr.Client;

internal sealed partial class DaprGrpcClient
{
    protected override Task PublishAsync(string pubsubName, string topicName, ReadOnlyMemory<byte> data, string? contentType, Dictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        var request = new Wire.PublishEventRequest
        {
            PubsubName = pubsubName,
            Topic = topicName,
            Data = UnsafeByteOperations.UnsafeWrap(data),
            DataContentType = contentType ?? "",
        };
        Add(request.Metadata, metadata);
        return CallAsync(DaprMethods.PublishEvent, request, PublishFailure, cancellationToken);
    }

    protected override async Task<BulkPublishResponse<TValue>> BulkPublishAsync<TValue>(string pubsubName, string topicName, IReadOnlyList<TValue> events, Dictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        var entries = new Dictionary<string, BulkPublishEntry<TValue>>(events.Count, StringComparer.Ordinal);
        var request = new Wire.BulkPublishRequest { PubsubName = pubsubName, Topic = topicName };
        Add(request.Metadata, metadata);
        for (var index = 0; index < events.Count; index++)
        {
            var id = index.ToString(CultureInfo.InvariantCulture);
            var bytes = events[index] as byte[];
            var contentType = bytes is null ? ContentTypeOf(events[index]) : MediaTypeNames.Application.Octet;
            entries.Add(id, new BulkPublishEntry<TValue>(id, events[index], contentType, metadata ?? []));
            var entry = new Wire.BulkPublishRequestEntry { EntryId = id, ContentType = contentType, Event = bytes is null ? Json(events[index]) : UnsafeByteOperations.UnsafeWrap(bytes) };
            Add(entry.Metadata, metadata);
            request.Entries.Add(entry);
        }

        var answer = await CallAsync(DaprMethods.BulkPublishEvent, request, BulkPublishFailure, cancellationToken).ConfigureAwait(false);
        return new BulkPublishResponse<TValue>([.. answer.FailedEntries.Select(failed => new BulkPublishResponseFailedEntry<TValue>(entries[failed.EntryId], failed.Error))]);
    }
}
