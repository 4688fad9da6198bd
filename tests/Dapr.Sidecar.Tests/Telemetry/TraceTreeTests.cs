using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Personalization.Grpc;
using Personalization.Grpc.Client;
using Personalization.Grpc.Messages;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Telemetry;

/// <summary>One trace from the browser to the last consumer, whole: each step names the one before it.</summary>
[Trait("req", "R8.5")]
public sealed class TraceTreeTests : IDisposable
{
    private const string Browser = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const int Server = 2;
    private const int Producer = 4;
    private const int Consumer = 5;

    private const string Broker = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec: {type: pubsub.in-memory, version: v1, metadata: []}
        ---

        """ + Yaml.SqliteStore;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_ThatLeadsToAnEvent_IsOneTree(bool grpc)
    {
        await using var receiver = await OtlpReceiver.StartAsync(grpc);
        await using var profiles = await TestApp.StartAsync();
        var heard = new TaskCompletionSource<string>();
        using var onwards = new HttpClient();
        TestSidecar? sidecar = null;
        profiles.On("/track", async (http, _) =>
        {
            // What a service's own tracing does: a span of its own under the one it was given.
            using var publish = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{sidecar!.App("profiles").HttpPort}/v1.0/publish/pubsub/events") { Content = TestSidecar.Json("{}") };
            publish.Headers.Add("traceparent", Child(http.Request.Headers["traceparent"].ToString(), "00f067aa0ba902b7"));
            (await onwards.SendAsync(publish, Token)).EnsureSuccessStatusCode();
        });
        profiles.OnJson("/dapr/subscribe", """[{"pubsubname":"pubsub","topic":"events","route":"/events"}]""");
        profiles.On("/events", (http, _) =>
        {
            heard.TrySetResult(http.Request.Headers["traceparent"].ToString());
            return Task.CompletedTask;
        });
        await using (sidecar = await StartAsync(receiver, grpc, profiles))
        {
            using var client = sidecar.Client("storefront");
            using var call = new HttpRequestMessage(HttpMethod.Post, "/v1.0/invoke/profiles/method/track") { Content = TestSidecar.Json("{}") };
            call.Headers.Add("traceparent", Browser);

            (await client.SendAsync(call, Token)).EnsureSuccessStatusCode();
            var last = await heard.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);

            var invoked = await receiver.FindAsync(span => span.Name == "/v1.0/invoke");
            (invoked.Service, invoked.TraceId, invoked.ParentId, invoked.Kind, invoked.Failed).ShouldBe(("storefront", TraceId, "b7ad6b7169203331", Server, false));
            var published = await receiver.FindAsync(span => span.Name == "/v1.0/publish/{pubsub}/{*topic}");
            (published.Service, published.TraceId, published.ParentId, published.Kind).ShouldBe(("profiles", TraceId, "00f067aa0ba902b7", Producer));
            var delivered = await receiver.FindAsync(span => span.Name == "pubsub/events");
            (delivered.Service, delivered.TraceId, delivered.ParentId, delivered.Kind).ShouldBe(("profiles", TraceId, published.Id, Consumer));
            last.ShouldBe($"00-{TraceId}-{delivered.Id}-01", "the consumer goes on from the delivery");
            invoked.End.ShouldBeGreaterThan(invoked.Start);
            receiver.Spans.ShouldNotContain(span => span.Name.Contains("healthz", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Publication_OverGrpc_IsAStepOfTheSameTree()
    {
        await using var receiver = await OtlpReceiver.StartAsync(grpc: true);
        await using var profiles = await TestApp.StartAsync();
        profiles.OnJson("/dapr/subscribe", """[{"pubsubname":"pubsub","topic":"events","route":"/events"}]""");
        profiles.On("/events", (_, _) => Task.CompletedTask);
        await using var sidecar = await StartAsync(receiver, grpc: true, profiles);
        using var channel = sidecar.Channel("profiles");
        var options = new GrpcCallOptions { Metadata = [new("traceparent", Browser)] };

        await channel.CallAsync(
            DaprMethods.PublishEvent, new PublishEventRequest { PubsubName = "pubsub", Topic = "events", Data = ByteString.CopyFromUtf8("{}") }, options, Token);
        await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(DaprMethods.GetState, new GetStateRequest { StoreName = "nowhere", Key = "k" }, options, Token));

        var published = await receiver.FindAsync(span => span.Name == "/dapr.proto.runtime.v1.Dapr/PublishEvent");
        (published.Service, published.TraceId, published.ParentId, published.Kind, published.Failed).ShouldBe(("profiles", TraceId, "b7ad6b7169203331", Producer, false));
        (await receiver.FindAsync(span => span.Name == "pubsub/events")).ParentId.ShouldBe(published.Id);
        (await receiver.FindAsync(span => span.Name == "/dapr.proto.runtime.v1.Dapr/GetState")).Kind.ShouldBe(Server);
    }

    [Fact]
    public async Task CallOfAnActorAndBulkDelivery_AreStepsOfTheSameTree()
    {
        await using var receiver = await OtlpReceiver.StartAsync(grpc: false);
        await using var profiles = await TestApp.StartAsync();
        var given = "";
        profiles.OnJson("/dapr/config", """{"entities":["Shopper"]}""");
        profiles.OnJson("/dapr/subscribe", """[{"pubsubname":"pubsub","topic":"events","route":"/events","bulkSubscribe":{"enabled":true,"maxMessagesCount":10,"maxAwaitDurationMs":10}}]""");
        profiles.On("/actors/*", (http, _) =>
        {
            given = http.Request.Headers["traceparent"].ToString();
            return Task.CompletedTask;
        });
        profiles.On("/events", (http, body) =>
        {
            using var batch = JsonDocument.Parse(body);
            var statuses = batch.RootElement.GetProperty("entries").EnumerateArray().Select(entry => $$"""{"entryId":"{{entry.GetProperty("entryId").GetString()}}","status":"SUCCESS"}""");
            return http.Response.WriteAsync($$"""{"statuses":[{{string.Join(',', statuses)}}]}""", Token);
        });
        await using var sidecar = await StartAsync(receiver, grpc: false, profiles);
        using var storefront = sidecar.Client("storefront");
        using var publisher = sidecar.Client("profiles");

        foreach (var (client, path) in ((HttpClient, string)[])[(storefront, "/v1.0/actors/Shopper/ann/method/Add"), (publisher, "/v1.0/publish/pubsub/events")])
        {
            using var call = new HttpRequestMessage(HttpMethod.Post, path) { Content = TestSidecar.Json("{}") };
            call.Headers.Add("traceparent", Browser);
            (await client.SendAsync(call, Token)).EnsureSuccessStatusCode();
        }

        var called = await receiver.FindAsync(span => span.Name == "/v1.0/actors/{type}/{id}/method/{*method}");
        given.ShouldBe($"00-{TraceId}-{called.Id}-01", "the actor goes on from the sidecar's step");
        var published = await receiver.FindAsync(span => span.Name == "/v1.0/publish/{pubsub}/{*topic}");
        var delivered = await receiver.FindAsync(span => span.Name == "pubsub/events");
        (delivered.TraceId, delivered.ParentId, delivered.Kind, delivered.Failed).ShouldBe((TraceId, published.Id, Consumer, false));
    }

    [Fact]
    public async Task BatchOfSeveralTraces_IsAStepOfEach_AndTheAppGoesOnFromTheLast()
    {
        await using var receiver = await OtlpReceiver.StartAsync(grpc: false);
        await using var profiles = await TestApp.StartAsync();
        var batches = new ConcurrentQueue<(int Entries, string TraceParent)>();
        profiles.OnJson("/dapr/subscribe", """[{"pubsubname":"pubsub","topic":"events","route":"/events","bulkSubscribe":{"enabled":true,"maxMessagesCount":3,"maxAwaitDurationMs":60000}}]""");
        profiles.On("/events", (http, body) =>
        {
            using var batch = JsonDocument.Parse(body);
            var entries = batch.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("entryId").GetString()).ToList();
            batches.Enqueue((entries.Count, http.Request.Headers["traceparent"].ToString()));
            return http.Response.WriteAsync($$"""{"statuses":[{{string.Join(',', entries.Select(id => $$"""{"entryId":"{{id}}","status":"SUCCESS"}"""))}}]}""", Token);
        });
        await using var sidecar = await StartAsync(receiver, grpc: false, profiles);
        using var publisher = sidecar.Client("profiles");
        string[] traces = [.. Enumerable.Range(1, 3).Select(trace => new string((char)('0' + trace), 32))];

        foreach (var trace in traces)
        {
            using var call = new HttpRequestMessage(HttpMethod.Post, "/v1.0/publish/pubsub/events") { Content = TestSidecar.Json("{}") };
            call.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
            (await publisher.SendAsync(call, Token)).EnsureSuccessStatusCode();
        }

        foreach (var trace in traces)
        {
            var published = await receiver.FindAsync(span => span.TraceId == trace && span.Kind == Producer);
            (await receiver.FindAsync(span => span.TraceId == trace && span.Kind == Consumer)).ParentId.ShouldBe(published.Id);
        }

        var last = await receiver.FindAsync(span => span.TraceId == traces[^1] && span.Kind == Consumer);
        batches.ShouldHaveSingleItem().ShouldBe((traces.Length, $"00-{last.TraceId}-{last.Id}-01"));
    }

    [Fact]
    public async Task Call_ThatIsNotSampled_IsNotTold()
    {
        await using var receiver = await OtlpReceiver.StartAsync(grpc: false);
        await using var app = await TestApp.StartAsync();
        await using var sidecar = await StartAsync(receiver, grpc: false, app);
        using var client = sidecar.Client("storefront");
        using var unsampled = new HttpRequestMessage(HttpMethod.Get, "/v1.0/metadata");
        unsampled.Headers.Add("traceparent", Browser[..^1] + "0");
        using var sampled = new HttpRequestMessage(HttpMethod.Post, "/v1.0/invoke/nobody/method/x");
        sampled.Headers.Add("traceparent", Browser);

        await client.SendAsync(unsampled, Token);
        await client.SendAsync(sampled, Token);

        (await receiver.FindAsync(span => span.Name == "/v1.0/invoke")).Failed.ShouldBeTrue();
        receiver.Spans.ShouldNotContain(span => span.Name == "/v1.0/metadata");
    }

    [Fact]
    public async Task Receiver_ThatIsAway_HoldsUpNothing()
    {
        await using var sidecar = await StartAsync(null, grpc: true, null);
        using var client = sidecar.Client("storefront");

        for (var i = 0; i < 20; i++)
        {
            (await client.GetAsync("/v1.0/metadata", Token)).EnsureSuccessStatusCode();
        }
    }

    private static string Child(string parent, string id) => parent[..36] + id + parent[52..];

    private Task<TestSidecar> StartAsync(OtlpReceiver? receiver, bool grpc, TestApp? profiles)
    {
        var configuration = _folder.Write("configuration.yaml", $"""
            apiVersion: dapr.io/v1alpha1
            kind: Configuration
            metadata:
              name: c
            spec:
              tracing:
                samplingRate: "1"
                otel:
                  endpointAddress: 127.0.0.1:{receiver?.Port ?? Ports.Free()}
                  isSecure: false
                  protocol: {(grpc ? "grpc" : "http")}
            """);
        return TestSidecar.StartAsync(
            Broker,
            [
                new AppOptions { AppId = "storefront", ConfigFiles = [configuration] },
                new AppOptions { AppId = "profiles", AppPort = profiles?.Port, ConfigFiles = [configuration] },
            ]);
    }
}
