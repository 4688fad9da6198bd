using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Personalization.Grpc;
using Personalization.Grpc.Client;
using Personalization.Grpc.Messages;
using Personalization.Sidecar.Tests.Support;
using static Personalization.Grpc.Messages.TopicEventResponse.Types;

namespace Personalization.Sidecar.Tests.Grpc;

public sealed class GrpcPubSubTests
{
    private const string Yaml = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec:
          type: pubsub.sqlite
          version: v1
          metadata:
            - {name: connectionString, value: "{folder}/queue.db"}
            - {name: redeliverInterval, value: 50ms}
            - {name: protectedTopics, value: closed}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: memory}
        spec:
          type: pubsub.in-memory
          version: v1
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_Json_ArrivesAtAnHttpSubscriber()
    {
        await using var app = await TestApp.StartAsync();
        var got = new ConcurrentQueue<string>();
        app.OnJson("/dapr/subscribe", """[{"pubsubname":"pubsub","topic":"orders","route":"/orders"}]""");
        app.On("/orders", (_, body) =>
        {
            got.Enqueue(body);
            return Task.CompletedTask;
        });
        await using var sidecar = await TestSidecar.StartAsync(Yaml, appPort: app.Port);
        using var channel = sidecar.Channel();

        await PublishAsync(channel, "pubsub", """{"n":1}""", "application/json");
        await channel.CallAsync(
            DaprMethods.BulkPublishEventAlpha1,
            new BulkPublishRequest
            {
                PubsubName = "pubsub",
                Topic = "orders",
                Entries =
                {
                    new BulkPublishRequestEntry { EntryId = "1", Event = ByteString.CopyFromUtf8("text"), ContentType = "text/plain" },
                    new BulkPublishRequestEntry { EntryId = "2", Event = ByteString.CopyFromUtf8("""{"n":2}"""), ContentType = "application/json", Metadata = { ["cloudevent.id"] = "own" } },
                },
            },
            cancellationToken: Stop);

        await Eventually.TrueAsync(() => got.Count == 3);
        var events = got.Select(body => JsonDocument.Parse(body).RootElement).ToList();
        events.ShouldContain(e => e.GetProperty("data").ToString() == """{"n":1}""" && e.GetProperty("source").GetString() == "app");
        events.ShouldContain(e => e.GetProperty("data").ToString() == "text");
        events.ShouldContain(e => e.GetProperty("id").GetString() == "own");
    }

    [Theory]
    [InlineData("nowhere", "orders", GrpcStatusCode.InvalidArgument)]
    [InlineData("pubsub", "", GrpcStatusCode.InvalidArgument)]
    [InlineData("pubsub", "closed", GrpcStatusCode.PermissionDenied)]
    public async Task Publish_BadTarget_IsRefused(string pubsub, string topic, object code)
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();

        var error = await Should.ThrowAsync<GrpcException>(() =>
            channel.CallAsync(DaprMethods.PublishEvent, new PublishEventRequest { PubsubName = pubsub, Topic = topic }, cancellationToken: Stop));

        error.Code.ShouldBe((GrpcStatusCode)code);
    }

    [Theory]
    [InlineData("pubsub")]
    [InlineData("memory")]
    public async Task Stream_Published_ArrivesWithFieldsDataAndExtensions(string pubsub)
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        await using var stream = await SubscribeAsync(channel, pubsub);

        await PublishAsync(channel, pubsub, """{"n":1}""", "application/json");
        var json = await stream.NextAsync();
        await stream.AnswerAsync(json, TopicEventResponseStatus.Success);
        await PublishAsync(channel, pubsub, "Grüße", "text/plain");
        var text = await stream.NextAsync();
        await stream.AnswerAsync(text, TopicEventResponseStatus.Success);

        json.Data.ToStringUtf8().ShouldBe("""{"n":1}""");
        (json.PubsubName, json.Topic, json.Source, json.SpecVersion, json.Path).ShouldBe((pubsub, "orders", "app", "1.0", "/"));
        json.DataContentType.ShouldBe("application/json");
        json.Extensions.Fields.ShouldContainKey("traceparent");
        text.Data.ToStringUtf8().ShouldBe("Grüße");
    }

    [Fact]
    public async Task Stream_AnsweredRetry_ComesAgain()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        await using var stream = await SubscribeAsync(channel, "pubsub");
        await PublishAsync(channel, "pubsub", "x", "text/plain");

        var first = await stream.NextAsync();
        await stream.AnswerAsync(first, TopicEventResponseStatus.Retry);
        var second = await stream.NextAsync();

        second.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Stream_AnsweredDrop_GoesToTheDeadLetters()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        await using var dead = await SubscribeAsync(channel, "pubsub", "dead");
        await using var stream = await SubscribeAsync(channel, "pubsub", deadLetterTopic: "dead");
        await PublishAsync(channel, "pubsub", "x", "text/plain");

        var unwanted = await stream.NextAsync();
        await stream.AnswerAsync(unwanted, TopicEventResponseStatus.Drop);

        (await dead.NextAsync()).Id.ShouldBe(unwanted.Id);
    }

    [Fact]
    public async Task Stream_ClosedWithAMessageInHand_ItComesToTheNextStream()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        TopicEventRequest inHand;
        await using (var stream = await SubscribeAsync(channel, "pubsub", deadLetterTopic: "dead"))
        {
            await PublishAsync(channel, "pubsub", "x", "text/plain");
            inHand = await stream.NextAsync();
        }

        await using var next = await SubscribeAsync(channel, "pubsub");

        (await next.NextAsync()).Id.ShouldBe(inHand.Id);
    }

    [Fact]
    public async Task Stream_Open_IsListedInTheMetadataUntilItEnds()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        async Task<GetMetadataResponse> MetadataAsync() => await channel.CallAsync(DaprMethods.GetMetadata, new GetMetadataRequest(), cancellationToken: Stop);

        await using (await SubscribeAsync(channel, "pubsub"))
        {
            var subscription = (await MetadataAsync()).Subscriptions.Single();
            (subscription.Topic, subscription.Type).ShouldBe(("orders", PubsubSubscriptionType.Streaming));
        }

        await Eventually.TrueAsync(async () => (await MetadataAsync()).Subscriptions.Count == 0, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Stream_SidecarStops_StreamEnds()
    {
        var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        await using var stream = await SubscribeAsync(channel, "pubsub");

        await sidecar.DisposeAsync();

        (await Should.ThrowAsync<GrpcException>(stream.NextAsync)).Code.ShouldBe(GrpcStatusCode.Unavailable);
    }

    [Theory]
    [InlineData("", "orders", GrpcStatusCode.InvalidArgument)]
    [InlineData("nowhere", "orders", GrpcStatusCode.InvalidArgument)]
    [InlineData("pubsub", "closed", GrpcStatusCode.PermissionDenied)]
    public async Task Stream_BadTarget_IsRefused(string pubsub, string topic, object code)
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();

        var error = await Should.ThrowAsync<GrpcException>(() => SubscribeAsync(channel, pubsub, topic));

        error.Code.ShouldBe((GrpcStatusCode)code);
    }

    private static Task PublishAsync(GrpcChannel channel, string pubsub, string data, string contentType) => channel.CallAsync(
        DaprMethods.PublishEvent,
        new PublishEventRequest { PubsubName = pubsub, Topic = "orders", Data = ByteString.CopyFrom(Encoding.UTF8.GetBytes(data)), DataContentType = contentType },
        cancellationToken: Stop);

    private static async Task<EventStream> SubscribeAsync(GrpcChannel channel, string pubsub, string topic = "orders", string? deadLetterTopic = null)
    {
        var stream = new EventStream(channel.Open(DaprMethods.SubscribeTopicEventsAlpha1, cancellationToken: Stop));
        try
        {
            await stream.BeginAsync(pubsub, topic, deadLetterTopic);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private sealed class EventStream(GrpcDuplexCall<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> call) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SubscribeTopicEventsResponseAlpha1> _answers = call.ReadAllAsync().GetAsyncEnumerator();

        public async Task BeginAsync(string pubsub, string topic, string? deadLetterTopic)
        {
            var initial = new SubscribeTopicEventsRequestInitialAlpha1 { PubsubName = pubsub, Topic = topic };
            if (deadLetterTopic is not null)
            {
                initial.DeadLetterTopic = deadLetterTopic;
            }

            await call.WriteAsync(new SubscribeTopicEventsRequestAlpha1 { InitialRequest = initial });
            (await _answers.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop)).ShouldBeTrue();
            _answers.Current.InitialResponse.ShouldNotBeNull();
        }

        public async Task<TopicEventRequest> NextAsync()
        {
            (await _answers.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop)).ShouldBeTrue();
            return _answers.Current.EventMessage;
        }

        public Task AnswerAsync(TopicEventRequest message, TopicEventResponseStatus status) => call.WriteAsync(new SubscribeTopicEventsRequestAlpha1
        {
            EventProcessed = new SubscribeTopicEventsRequestProcessedAlpha1 { Id = message.Id, Status = new TopicEventResponse { Status = status } },
        });

        public ValueTask DisposeAsync() => call.DisposeAsync();
    }
}
