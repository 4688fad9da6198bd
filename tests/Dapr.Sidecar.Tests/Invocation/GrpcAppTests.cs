using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Tests.Support;
using static Personalization.Grpc.Messages.TopicEventResponse.Types;

namespace Personalization.Sidecar.Tests.Invocation;

/// <summary>Apps with <c>--app-protocol grpc</c>.</summary>
public sealed class GrpcAppTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_OverHttpAndGrpc_ReachesTheApp()
    {
        await using var app = await GrpcTestApp.StartAsync(methods => methods.MapUnary(AppMethods.OnInvoke, (request, call) => Task.FromResult(new InvokeResponse
        {
            ContentType = "text/plain",
            Data = new Any
            {
                Value = ByteString.CopyFromUtf8(
                    $"{request.HttpExtension.Verb} {request.Method}?{request.HttpExtension.Querystring} {request.ContentType} {request.Data.Value.ToStringUtf8()} {call.Metadata("dapr-caller-app-id")}"),
            },
        })));
        await using var sidecar = await StartAsync(app);
        using var http = sidecar.Client();
        using var channel = sidecar.Channel();

        using var overHttp = await http.PostAsync("/v1.0/invoke/app/method/a/b?c=1", TestSidecar.Json("{}"), Stop);
        var overGrpc = await channel.CallAsync(
            DaprMethods.InvokeService,
            new InvokeServiceRequest
            {
                Id = "app",
                Message = new InvokeRequest
                {
                    Method = "a/b",
                    Data = new Any { Value = ByteString.CopyFromUtf8("{}") },
                    ContentType = "application/json",
                    HttpExtension = new HTTPExtension { Verb = HTTPExtension.Types.Verb.Get },
                },
            },
            cancellationToken: Stop);

        (await overHttp.Content.ReadAsStringAsync(Stop)).ShouldBe("Post a/b?c=1 application/json; charset=utf-8 {} app");
        overHttp.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        overGrpc.Data.Value.ToStringUtf8().ShouldBe("Get a/b? application/json {} app");
    }

    [Theory]
    [InlineData(GrpcStatusCode.NotFound, HttpStatusCode.NotFound)]
    [InlineData(GrpcStatusCode.PermissionDenied, HttpStatusCode.Forbidden)]
    [InlineData(GrpcStatusCode.Internal, HttpStatusCode.InternalServerError)]
    public async Task Invoke_AppRefuses_HttpCallerSeesTheStatus(object code, HttpStatusCode expected)
    {
        await using var app = await GrpcTestApp.StartAsync(methods =>
            methods.MapUnary(AppMethods.OnInvoke, Task<InvokeResponse> (_, _) => throw new GrpcException((GrpcStatusCode)code, "why")));
        await using var sidecar = await StartAsync(app);
        using var http = sidecar.Client();

        using var answer = await http.GetAsync("/v1.0/invoke/app/method/x", Stop);

        (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)).ShouldBe((expected, "why"));
    }

    [Fact]
    public async Task Subscription_Listed_GetsEventsAndMayAskForThemAgain()
    {
        var got = new ConcurrentQueue<TopicEventRequest>();
        await using var app = await GrpcTestApp.StartAsync(methods =>
        {
            methods.MapUnary(AppMethods.ListTopicSubscriptions, (_, _) => Task.FromResult(new ListTopicSubscriptionsResponse
            {
                Subscriptions = { new TopicSubscription { PubsubName = "pubsub", Topic = "orders", Routes = new TopicRoutes { Default = "/orders" } } },
            }));
            methods.MapUnary(AppMethods.OnTopicEvent, (request, _) =>
            {
                got.Enqueue(request);
                return Task.FromResult(new TopicEventResponse { Status = got.Count == 1 ? TopicEventResponseStatus.Retry : TopicEventResponseStatus.Success });
            });
        });
        await using var sidecar = await StartAsync(app);
        using var http = sidecar.Client();

        await http.PostAsync("/v1.0/publish/pubsub/orders", TestSidecar.Json("""{"n":1}"""), Stop);

        await Eventually.TrueAsync(() => got.Count == 2);
        got.Select(e => (e.PubsubName, e.Topic, e.Path, e.Data.ToStringUtf8())).Distinct().ShouldBe([("pubsub", "orders", "/orders", """{"n":1}""")]);
    }

    [Fact]
    public async Task Subscription_MessageThatIsAnObjectButNoCloudEvent_ComesFromItsTopicAllTheSame()
    {
        var got = new ConcurrentQueue<(TopicEventRequest Event, string? TopicMetadata)>();
        await using var app = await GrpcTestApp.StartAsync(methods =>
        {
            methods.MapUnary(AppMethods.ListTopicSubscriptions, (_, _) => Task.FromResult(new ListTopicSubscriptionsResponse
            {
                Subscriptions = { new TopicSubscription { PubsubName = "pubsub", Topic = "orders", BulkSubscribe = new BulkSubscribeConfig { Enabled = true } } },
            }));
            methods.MapUnary(AppMethods.OnTopicEvent, (request, call) =>
            {
                got.Enqueue((request, call.Metadata("dapr-topic")));
                return Task.FromResult(new TopicEventResponse());
            });
        });
        await using var sidecar = await StartAsync(app);
        using var http = sidecar.Client();

        await http.PostAsync("/v1.0/publish/pubsub/orders?metadata.rawPayload=true", TestSidecar.Json("""{"message":"Message 1!"}"""), Stop);

        await Eventually.TrueAsync(() => !got.IsEmpty);
        var (e, topicMetadata) = got.First();
        (e.PubsubName, e.Topic, topicMetadata).ShouldBe(("pubsub", "orders", null));
        e.Extensions.Fields["message"].StringValue.ShouldBe("Message 1!");
    }

    [Fact]
    public async Task InputBinding_Listed_GetsItsEvents()
    {
        var got = new ConcurrentQueue<string>();
        await using var app = await GrpcTestApp.StartAsync(methods =>
        {
            methods.MapUnary(AppMethods.ListInputBindings, (_, _) => Task.FromResult(new ListInputBindingsResponse { Bindings = { "ticker" } }));
            methods.MapUnary(AppMethods.OnBindingEvent, (request, _) =>
            {
                got.Enqueue(request.Name);
                return Task.FromResult(new BindingEventResponse());
            });
        });
        await using var sidecar = await StartAsync(app);

        await Eventually.TrueAsync(() => !got.IsEmpty);
        got.First().ShouldBe("ticker");
    }

    /// <summary>As in daprd: a direction is not asked about, a route is for HTTP, and the answer's data goes on to the bindings it names, up to the first that fails.</summary>
    [Fact]
    public async Task InputBinding_WhoseAnswerNamesBindings_SendsItsDataOn()
    {
        var traces = new ConcurrentQueue<string?>();
        await using var app = await GrpcTestApp.StartAsync(methods => methods.MapUnary(AppMethods.OnBindingEvent, (request, call) =>
        {
            traces.Enqueue(call.Metadata("traceparent"));
            return Task.FromResult(request.Name == "clock"
                ? new BindingEventResponse { Data = ByteString.CopyFromUtf8("""{"seen":true}"""), To = { "files", "nobody", "more-files" } }
                : new BindingEventResponse());
        }));
        await using var sidecar = await StartAsync(
            app,
            """
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: clock}
            spec:
              type: bindings.cron
              version: v1
              metadata:
                - {name: schedule, value: "@every 1s"}
                - {name: direction, value: input}
                - {name: route, value: /somewhere/else}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: files}
            spec:
              type: bindings.localstorage
              version: v1
              metadata:
                - {name: rootPath, value: "{folder}/files"}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: more-files}
            spec:
              type: bindings.localstorage
              version: v1
              metadata:
                - {name: rootPath, value: "{folder}/more-files"}
            """);

        await Eventually.TrueAsync(() => Texts("files").Contains("""{"seen":true}"""));
        await Eventually.TrueAsync(() => traces.Count > 2);

        traces.ShouldAllBe(trace => TraceParent.IsValid(trace));
        Texts("more-files").ShouldBeEmpty("the one before it is not there");

        IEnumerable<string> Texts(string folder) => Directory.EnumerateFiles(Path.Combine(sidecar.Folder, folder)).Select(File.ReadAllText);
    }

    private static Task<TestSidecar> StartAsync(GrpcTestApp app, string more = "") => TestSidecar.StartAsync(
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec:
          type: pubsub.sqlite
          version: v1
          metadata:
            - {name: connectionString, value: "{folder}/queue.db"}
            - {name: redeliverInterval, value: 50ms}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: ticker}
        spec:
          type: bindings.cron
          version: v1
          metadata:
            - {name: schedule, value: "@every 1s"}

        """ + more,
        [new AppOptions { AppId = "app", AppPort = app.Port, AppProtocol = AppProtocol.Grpc }]);
}
