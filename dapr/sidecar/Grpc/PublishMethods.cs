using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.PubSub.Publishing;

namespace Personalization.Sidecar.Grpc;

/// <summary>The publish API over gRPC.</summary>
internal sealed class PublishMethods(PublishApi publishing, AppRuntime app)
{
    public void Map(GrpcServer server)
    {
        server.MapUnary(DaprMethods.PublishEvent, PublishAsync);
        server.MapUnary(DaprMethods.BulkPublishEvent, PublishBulkAsync);
        server.MapUnary(DaprMethods.BulkPublishEventAlpha1, PublishBulkAsync);
    }

    private async Task<Empty> PublishAsync(PublishEventRequest request, GrpcServerCall call)
    {
        var target = publishing.Target(request.PubsubName, request.Topic);
        await PublishAsync(target, [new OutgoingEvent(request.Data.Memory, request.DataContentType, Metadata(request.Metadata))], call);
        return new Empty();
    }

    private async Task<BulkPublishResponse> PublishBulkAsync(BulkPublishRequest request, GrpcServerCall call)
    {
        var target = publishing.Target(request.PubsubName, request.Topic);
        BulkEntries.CheckIds(request.Entries.Select(entry => entry.EntryId), target.Pubsub, target.Topic);
        var common = Metadata(request.Metadata);
        await PublishAsync(
            target,
            [.. request.Entries.Select(entry => new OutgoingEvent(entry.Event.Memory, entry.ContentType, BulkEntries.Metadata(common, entry.Metadata.AsReadOnly())))],
            call);
        return new BulkPublishResponse();
    }

    private Task PublishAsync(PublishTarget target, IReadOnlyList<OutgoingEvent> events, GrpcServerCall call) =>
        publishing.PublishAsync(target, events, app.Spans is null ? CallTrace.Parent(call) : CallTrace.Own(call, app), call.Metadata("tracestate"), call.CancellationToken);

    private static Dictionary<string, string> Metadata(IDictionary<string, string> metadata) => new(metadata, StringComparer.OrdinalIgnoreCase);
}
