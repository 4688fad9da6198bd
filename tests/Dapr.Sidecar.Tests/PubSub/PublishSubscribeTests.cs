using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.PubSub;

public sealed class PublishSubscribeTests : IAsyncDisposable
{
    private const string Subscribe = "/dapr/subscribe";

    private readonly TempFolder _folder = new();
    private readonly SidecarGroup _sidecar = new();
    private readonly List<TestApp> _apps = [];

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData("pubsub.in-memory")]
    [InlineData("pubsub.sqlite")]
    public async Task Publish_Json_ArrivesInAnEnvelope(string type)
    {
        var (app, got) = await ReceiverAsync("""[{"pubsubName":"pubsub","topic":"orders","route":"handle"}]""");
        var client = await _sidecar.AddAsync("shop", app, Component(type));

        var answer = await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n = 1 });

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var envelope = await NextAsync(got);
        envelope.GetProperty("data").GetProperty("n").GetInt32().ShouldBe(1);
        envelope.GetProperty("specversion").GetString().ShouldBe("1.0");
        envelope.GetProperty("source").GetString().ShouldBe("shop");
        envelope.GetProperty("type").GetString().ShouldBe("com.dapr.event.sent");
        envelope.GetProperty("topic").GetString().ShouldBe("orders");
        envelope.GetProperty("pubsubname").GetString().ShouldBe("pubsub");
        envelope.GetProperty("datacontenttype").GetString()!.ShouldStartWith("application/json");
        envelope.GetProperty("id").GetString().ShouldNotBeNullOrEmpty();
        envelope.GetProperty("traceparent").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Publish_BeforeAnyConsumerStarted_IsDeliveredWhenItDoes()
    {
        var publisher = await _sidecar.AddAsync("shop", null, Component());
        await publisher.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n = 7 });
        var (app, got) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","routes":{"default":"/handle"}}]""");

        await _sidecar.AddAsync("billing", app, Component());

        (await NextAsync(got)).GetProperty("data").GetProperty("n").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task Deliver_AppIsAway_WaitsForItAndLosesNothing()
    {
        var (app, got) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/handle","deadLetterTopic":"dead"}]""");
        var client = await _sidecar.AddAsync("shop", app, Component());
        await app.GoAwayAsync();

        for (var n = 0; n < 30; n++)
        {
            (await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n })).EnsureSuccessStatusCode();
        }

        await app.ComeBackAsync();

        var numbers = new HashSet<int>();
        while (numbers.Count < 30)
        {
            numbers.Add((await NextAsync(got)).GetProperty("data").GetProperty("n").GetInt32());
        }
    }

    [Fact]
    public async Task Deliver_SidecarRestartedWithMessagesUnhandled_DeliversThem()
    {
        var (app, got) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/handle"}]""", _ => StatusCodes.Status503ServiceUnavailable);
        var client = await _sidecar.AddAsync("shop", app, Component());
        await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n = 1 });
        await NextAsync(got);
        await _sidecar.RemoveAsync("shop");
        Answer(app, got, _ => StatusCodes.Status200OK);

        await _sidecar.AddAsync("shop", app, Component());

        (await NextAsync(got)).GetProperty("data").GetProperty("n").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Deliver_Drop_GoesToTheDeadLetterTopicAsItWas()
    {
        var (app, got) = await ReceiverAsync(
            """[{"pubsubname":"pubsub","topic":"orders","route":"/handle","deadLetterTopic":"dead"},{"pubsubname":"pubsub","topic":"dead","route":"/dead"}]""",
            answer: """{"status":"DROP"}""");
        var dead = new BlockingCollection<JsonElement>();
        app.On("/dead", (_, body) => Keep(dead, body));
        var client = await _sidecar.AddAsync("shop", app, Component());

        await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n = 1 });

        var first = await NextAsync(got);
        var letter = await NextAsync(dead);
        letter.GetRawText().ShouldBe(first.GetRawText());
    }

    [Fact]
    public async Task Deliver_FailureWithoutPolicy_GoesStraightToTheDeadLetterTopic()
    {
        var (app, got) = await ReceiverAsync(
            """[{"pubsubname":"pubsub","topic":"orders","route":"/handle","deadLetterTopic":"dead"},{"pubsubname":"pubsub","topic":"dead","route":"/dead"}]""",
            _ => StatusCodes.Status500InternalServerError);
        var dead = new BlockingCollection<JsonElement>();
        app.On("/dead", (_, body) => Keep(dead, body));
        var client = await _sidecar.AddAsync("shop", app, Component());

        await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n = 1 });

        (await NextAsync(dead)).GetProperty("topic").GetString().ShouldBe("orders");
        got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Deliver_RetryWithoutDeadLetterTopic_ComesAgain()
    {
        var times = 0;
        var (app, got) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/handle"}]""");
        app.On("/handle", async (context, body) =>
        {
            await Keep(got, body);
            await context.Response.WriteAsync(Interlocked.Increment(ref times) == 1 ? """{"status":"RETRY"}""" : """{"status":"SUCCESS"}""");
        });
        var client = await _sidecar.AddAsync("shop", app, Component());

        await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n = 1 });

        var first = await NextAsync(got);
        (await NextAsync(got)).GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Deliver_TwoApps_EachHearsEveryMessage()
    {
        var (one, gotOne) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/handle"}]""");
        var (two, gotTwo) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/handle"}]""");
        var client = await _sidecar.AddAsync("one", one, Component());
        await _sidecar.AddAsync("two", two, Component());

        await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n = 1 });

        await NextAsync(gotOne);
        await NextAsync(gotTwo);
    }

    [Fact]
    public async Task Deliver_Broadcast_HearsOnlyWhatCameAfterItBegan()
    {
        var (app, got) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"versions","route":"/handle"}]""");
        var component = Component(fields: ("consumerID", "{uuid}"));
        var client = await _sidecar.AddAsync("one", null, component);
        await client.PostAsJsonAsync("/v1.0/publish/pubsub/versions", new { v = 1 });
        await _sidecar.AddAsync("two", app, component);

        await client.PostAsJsonAsync("/v1.0/publish/pubsub/versions", new { v = 2 });

        (await NextAsync(got)).GetProperty("data").GetProperty("v").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Deliver_ConcurrencyTwo_NeverMoreInWork()
    {
        var (inWork, most, done) = (0, 0, 0);
        var (app, _) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/handle"}]""");
        app.On("/handle", async (_, _) =>
        {
            var now = Interlocked.Increment(ref inWork);
            InterlockedMax(ref most, now);
            await Task.Delay(10);
            Interlocked.Decrement(ref inWork);
            Interlocked.Increment(ref done);
        });
        var client = await _sidecar.AddAsync("shop", app, Component(fields: ("concurrency", "2")));

        await PublishBulkAsync(client, "orders", Enumerable.Range(0, 20).Select(n => (object)new { entryId = $"{n}", @event = new { n }, contentType = "application/json" }));

        await Eventually.TrueAsync(() => done == 20, "all messages handled");
        most.ShouldBe(2);
    }

    [Fact]
    public async Task Deliver_ConcurrencyOne_KeepsTheOrder()
    {
        var (app, got) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/handle"}]""");
        var client = await _sidecar.AddAsync("shop", app, Component(fields: ("concurrency", "1")));

        for (var n = 0; n < 50; n++)
        {
            await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n });
        }

        for (var n = 0; n < 50; n++)
        {
            (await NextAsync(got)).GetProperty("data").GetProperty("n").GetInt32().ShouldBe(n);
        }
    }

    [Fact]
    public async Task Deliver_Expired_NeverReachesTheApp()
    {
        var (app, got) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/handle"}]""");
        var client = await _sidecar.AddAsync("shop", null, Component());
        await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders?metadata.ttlInSeconds=1", new { n = 1 });
        await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders?metadata.ttlInSeconds=60", new { n = 2 });
        await Task.Delay(TimeSpan.FromSeconds(2.1), TestContext.Current.CancellationToken);

        await _sidecar.AddAsync("billing", app, Component());

        (await NextAsync(got)).GetProperty("data").GetProperty("n").GetInt32().ShouldBe(2);
        got.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deliver_RawPayload_IsWrappedForTheApp()
    {
        var (app, got) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/handle","metadata":{"rawPayload":"true"}}]""");
        var client = await _sidecar.AddAsync("shop", app, Component());

        await client.PostAsync("/v1.0/publish/pubsub/orders?metadata.rawPayload=true", new StringContent("plain text", Encoding.UTF8, "text/plain"));

        var envelope = await NextAsync(got);
        Encoding.UTF8.GetString(envelope.GetProperty("data_base64").GetBytesFromBase64()).ShouldBe("plain text");
    }

    [Fact]
    public async Task BulkDeliver_RawPayload_EntriesAreTheBytesPublished()
    {
        var calls = new BlockingCollection<JsonElement>();
        var (app, _) = await ReceiverAsync(
            """[{"pubsubname":"pubsub","topic":"orders","route":"/handle","metadata":{"rawPayload":"true"},"bulkSubscribe":{"enabled":true,"maxMessagesCount":10,"maxAwaitDurationMs":50}}]""");
        app.On("/handle", (_, body) =>
        {
            calls.Add(JsonDocument.Parse(body).RootElement);
            return Task.CompletedTask;
        });
        var client = await _sidecar.AddAsync("shop", app, Component());

        await client.PostAsync("/v1.0/publish/pubsub/orders?metadata.rawPayload=true", new StringContent("plain text", Encoding.UTF8, "text/plain"));

        calls.TryTake(out var call, TimeSpan.FromSeconds(60)).ShouldBeTrue();
        var entry = call.GetProperty("entries")[0];
        Encoding.UTF8.GetString(entry.GetProperty("event").GetBytesFromBase64()).ShouldBe("plain text");
        entry.GetProperty("contentType").GetString().ShouldBe("application/octet-stream");
    }

    [Fact]
    public async Task Deliver_OverHttp_NamesComponentAndContentTypeAsDaprd()
    {
        var headers = new BlockingCollection<(string? PubSub, string? ContentType)>();
        var (app, _) = await ReceiverAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/handle"}]""");
        app.On("/handle", (context, _) =>
        {
            headers.Add((context.Request.Headers["pubsubName"], context.Request.ContentType));
            return Task.CompletedTask;
        });
        var client = await _sidecar.AddAsync("shop", app, Component());

        await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n = 1 });

        headers.TryTake(out var got, TimeSpan.FromSeconds(60)).ShouldBeTrue();
        got.ShouldBe(("pubsub", "application/cloudevents+json"));
    }

    [Fact]
    public async Task BulkDeliver_SomeEntriesFail_OnlyThoseComeAgain()
    {
        var calls = new BlockingCollection<JsonElement>();
        var (app, _) = await ReceiverAsync(
            """[{"pubsubname":"pubsub","topic":"orders","route":"/handle","bulkSubscribe":{"enabled":true,"maxMessagesCount":10,"maxAwaitDurationMs":200}}]""");
        app.On("/handle", async (context, body) =>
        {
            var call = JsonDocument.Parse(body).RootElement;
            var statuses = call.GetProperty("entries").EnumerateArray().Select((entry, index) => new
            {
                entryId = entry.GetProperty("entryId").GetString(),
                status = calls.Count == 0 && index % 2 == 1 ? "RETRY" : "SUCCESS",
            }).ToList();
            calls.Add(call);
            await context.Response.WriteAsJsonAsync(new { statuses });
        });
        var client = await _sidecar.AddAsync("shop", app, Component());

        await PublishBulkAsync(client, "orders", Enumerable.Range(0, 10).Select(n => (object)new { entryId = $"{n}", @event = new { n }, contentType = "application/json" }));

        Numbers(await NextAsync(calls)).ShouldBe(Enumerable.Range(0, 10));
        Numbers(await NextAsync(calls)).ShouldBe([1, 3, 5, 7, 9]);

        static IEnumerable<int> Numbers(JsonElement call) =>
            call.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("event").GetProperty("data").GetProperty("n").GetInt32());
    }

    [Theory]
    [InlineData("/v1.0/publish/nowhere/orders", 404, "ERR_PUBSUB_NOT_FOUND")]
    [InlineData("/v1.0/publish/pubsub", 404, "ERR_TOPIC_NAME_EMPTY")]
    [InlineData("/v1.0/publish/pubsub/secret", 403, "ERR_PUBSUB_FORBIDDEN")]
    [InlineData("/v1.0/publish/pubsub/orders?metadata.ttlInSeconds=soon", 400, "ERR_PUBSUB_REQUEST_METADATA")]
    public async Task Publish_Refused_SaysWhy(string path, int status, string code)
    {
        var client = await _sidecar.AddAsync("shop", null, Component(fields: ("protectedTopics", "secret")));

        var answer = await client.PostAsJsonAsync(path, new { n = 1 });

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Publish_NoComponent_IsNotConfigured()
    {
        var client = await _sidecar.AddAsync("shop", null);

        var answer = await client.PostAsJsonAsync("/v1.0/publish/pubsub/orders", new { n = 1 });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe("ERR_PUBSUB_NOT_CONFIGURED");
    }

    [Fact]
    public async Task PublishBulk_DuplicateEntryId_IsRefusedWhole()
    {
        var client = await _sidecar.AddAsync("shop", null, Component());

        var answer = await client.PostAsJsonAsync("/v1.0/publish/bulk/pubsub/orders", new[] { new { entryID = "1", @event = "a" }, new { entryID = "1", @event = "b" } });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe("ERR_PUBSUB_EVENTS_SER");
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private static async Task PublishBulkAsync(HttpClient client, string topic, IEnumerable<object> entries)
    {
        var answer = await client.PostAsJsonAsync($"/v1.0/publish/bulk/pubsub/{topic}", entries);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static Task Keep(BlockingCollection<JsonElement> got, string body)
    {
        got.Add(JsonDocument.Parse(body).RootElement);
        return Task.CompletedTask;
    }

    private static async Task<JsonElement> NextAsync(BlockingCollection<JsonElement> got)
    {
        JsonElement next = default;
        await Eventually.TrueAsync(() => got.TryTake(out next), "a message arrives");
        return next;
    }

    private static void Answer(TestApp app, BlockingCollection<JsonElement> got, Func<string, int> status, string answer = "") =>
        app.On("/handle", async (context, body) =>
        {
            context.Response.StatusCode = status(body);
            await context.Response.WriteAsync(answer);
            await Keep(got, body);
        });

    private ComponentResource Component(string type = "pubsub.sqlite", params (string, string)[] fields) => SidecarGroup.Component(
        "pubsub",
        type,
        type == "pubsub.sqlite" ? [("connectionString", _folder.File("queue.db")), ("redeliverInterval", "50ms"), .. fields] : fields);

    private async Task<(TestApp App, BlockingCollection<JsonElement> Got)> ReceiverAsync(string subscriptions, Func<string, int>? status = null, string answer = "")
    {
        var app = await TestApp.StartAsync();
        _apps.Add(app);
        var got = new BlockingCollection<JsonElement>();
        app.OnJson(Subscribe, subscriptions);
        Answer(app, got, status ?? (_ => StatusCodes.Status200OK), answer);
        return (app, got);
    }
}
