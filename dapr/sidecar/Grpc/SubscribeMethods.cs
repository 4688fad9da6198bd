using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.PubSub;
using Personalization.Sidecar.PubSub.Streaming;

namespace Personalization.Sidecar.Grpc;

/// <summary>Streaming subscriptions: the app opens a stream, names a topic, and settles what it is sent; the subscription lasts as long as the stream.</summary>
internal sealed class SubscribeMethods(PubSubBlock pubsub)
{
    public void Map(GrpcServer server) => server.MapDuplex(DaprMethods.SubscribeTopicEventsAlpha1, SubscribeAsync);

    private async Task SubscribeAsync(
        IAsyncEnumerable<SubscribeTopicEventsRequestAlpha1> requests,
        GrpcResponses<SubscribeTopicEventsResponseAlpha1> responses,
        GrpcServerCall call)
    {
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, pubsub.Stopping);
        await using var incoming = requests.GetAsyncEnumerator(lifetime.Token);
        var wanted = await incoming.MoveNextAsync() ? incoming.Current.InitialRequest : null;
        if (wanted is not { PubsubName.Length: > 0, Topic.Length: > 0 })
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "the first message has to be an initial request with pubsubName and topic");
        }

        var subscription = new StreamSubscription(
            wanted.PubsubName, wanted.Topic, new Dictionary<string, string>(wanted.Metadata, StringComparer.OrdinalIgnoreCase), wanted.DeadLetterTopic is { Length: > 0 } topic ? topic : null);
        var welcomed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = new StreamSink(subscription, SendAsync, lifetime.Token);
        await using var running = await pubsub.SubscribeStreamAsync(subscription, sink, lifetime.Token);
        try
        {
            await responses.WriteAsync(new SubscribeTopicEventsResponseAlpha1 { InitialResponse = new SubscribeTopicEventsResponseInitialAlpha1() });
            welcomed.SetResult();
            await SettleAsync(incoming, sink);
        }
        catch (OperationCanceledException) when (pubsub.Stopping.IsCancellationRequested)
        {
            throw new GrpcException(GrpcStatusCode.Unavailable, "the sidecar stops");
        }
        finally
        {
            // Deliveries that wait for the app's word end, so that the subscription can.
            await lifetime.CancelAsync();
        }

        async Task SendAsync(TopicEventRequest message, CancellationToken cancellationToken)
        {
            await welcomed.Task.WaitAsync(cancellationToken);
            await responses.WriteAsync(new SubscribeTopicEventsResponseAlpha1 { EventMessage = message }, cancellationToken);
        }
    }

    /// <summary>Takes the app's words until it has no more.</summary>
    private static async Task SettleAsync(IAsyncEnumerator<SubscribeTopicEventsRequestAlpha1> incoming, StreamSink sink)
    {
        while (await incoming.MoveNextAsync())
        {
            if (incoming.Current.EventProcessed is not { } processed)
            {
                throw new GrpcException(GrpcStatusCode.InvalidArgument, "duplicate initial request received");
            }

            sink.Settle(processed.Id, Name(processed.Status?.Status ?? TopicEventResponse.Types.TopicEventResponseStatus.Success));
        }
    }

    private static string Name(TopicEventResponse.Types.TopicEventResponseStatus status) => status.ToString().ToUpperInvariant();
}
