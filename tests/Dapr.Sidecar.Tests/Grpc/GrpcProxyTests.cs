using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using Personalization.Grpc;
using Personalization.Grpc.Client;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Grpc;

/// <summary>An app's own gRPC services, called through the sidecar by the metadata <c>dapr-app-id</c>.</summary>
public sealed class GrpcProxyTests
{
    private static readonly GrpcMethod<StringValue, StringValue> Ask = Of(nameof(Ask));
    private static readonly GrpcMethod<StringValue, StringValue> Talk = Of(nameof(Talk));
    private static readonly GrpcMethod<StringValue, StringValue> Refuse = Of(nameof(Refuse));
    private static readonly GrpcMethod<StringValue, StringValue> Silent = Of(nameof(Silent));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AppProtocol.Grpc)]
    [InlineData(AppProtocol.H2c)]
    public async Task Call_OneMessage_ReachesTheAppWithItsMetadataAndComesBack(object protocol)
    {
        await using var app = await AppAsync();
        await using var sidecar = await StartAsync(app.Port, (AppProtocol)protocol);
        using var channel = sidecar.Channel("caller", new GrpcChannelOptions { Metadata = [new("dapr-api-token", "caller's")] });

        var answer = await channel.CallAsync(Ask, new StringValue { Value = "hi" }, To("target", KeyValuePair.Create("x-own", "1")), Stop);

        answer.Value.ShouldBe("hi from caller to target, own 1, token app's");
    }

    [Fact]
    public async Task Call_MessagesBothWays_EachIsAnsweredBeforeTheNextIsSent()
    {
        await using var app = await AppAsync();
        await using var sidecar = await StartAsync(app.Port);
        using var channel = sidecar.Channel("caller", new GrpcChannelOptions { Metadata = [new("dapr-api-token", "caller's")] });
        await using var call = channel.Open(Talk, To("target"), Stop);
        await using var answers = call.ReadAllAsync().GetAsyncEnumerator(Stop);

        for (var i = 0; i < 10; i++)
        {
            await call.WriteAsync(new StringValue { Value = $"{i}" });
            (await answers.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop)).ShouldBeTrue();
            answers.Current.Value.ShouldBe($"{i}!");
        }

        await call.CompleteAsync();
        (await answers.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Call_AppRefuses_StatusMessageAndTrailersAreTheApps()
    {
        await using var app = await AppAsync();
        await using var sidecar = await StartAsync(app.Port);
        using var channel = sidecar.Channel("caller", new GrpcChannelOptions { Metadata = [new("dapr-api-token", "caller's")] });

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(Refuse, new StringValue { Value = "für nichts" }, To("target"), Stop));

        (error.Code, error.Status.Message, error.Trailers["reason"]).ShouldBe((GrpcStatusCode.FailedPrecondition, "für nichts", "because"));
    }

    [Fact]
    public async Task Call_DeadlinePasses_EndsHereAndAtTheApp()
    {
        var silence = new Silence();
        await using var app = await AppAsync(silence);
        await using var sidecar = await StartAsync(app.Port);
        using var channel = sidecar.Channel("caller", new GrpcChannelOptions { Metadata = [new("dapr-api-token", "caller's")] });

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(Silent, new StringValue(), To("target") with { Timeout = TimeSpan.FromMilliseconds(300) }, Stop));

        error.Code.ShouldBe(GrpcStatusCode.DeadlineExceeded);
        await silence.EndedAsync();
    }

    [Fact]
    public async Task Call_CallerGivesUp_EndsAtTheApp()
    {
        var silence = new Silence();
        await using var app = await AppAsync(silence);
        await using var sidecar = await StartAsync(app.Port);
        using var channel = sidecar.Channel("caller", new GrpcChannelOptions { Metadata = [new("dapr-api-token", "caller's")] });
        using var giveUp = new CancellationTokenSource();
        var call = channel.CallAsync(Silent, new StringValue(), To("target"), giveUp.Token);
        await Eventually.TrueAsync(() => silence.HasBegun);
        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await silence.EndedAsync();
    }

    [Fact]
    public async Task Call_WithoutTheSidecarsToken_IsRefusedBeforeTheAppHears()
    {
        await using var app = await AppAsync();
        await using var sidecar = await StartAsync(app.Port);
        using var channel = sidecar.Channel("caller");

        (await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(Ask, new StringValue(), To("target"), Stop))).Code.ShouldBe(GrpcStatusCode.Unauthenticated);
    }

    [Fact]
    public async Task Call_UnknownAppOrNoneOrOneOverHttp1_SaysSo()
    {
        await using var http1 = await FakeApp.StartAsync(context => context.Response.WriteAsync("no gRPC here"));
        await using var sidecar = await StartAsync(http1.Port, AppProtocol.Http);
        using var channel = sidecar.Channel("caller", new GrpcChannelOptions { Metadata = [new("dapr-api-token", "caller's")] });

        async Task<(GrpcStatusCode, string)> FailAsync(GrpcCallOptions options)
        {
            var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(Ask, new StringValue(), options, Stop));
            return (error.Code, error.Status.Message);
        }

        (await FailAsync(GrpcCallOptions.None)).Item1.ShouldBe(GrpcStatusCode.Unimplemented);
        (await FailAsync(To("nobody"))).Item1.ShouldBe(GrpcStatusCode.Internal);
        var (code, message) = await FailAsync(To("target"));
        code.ShouldBe(GrpcStatusCode.Unavailable);
        message.ShouldContain("--app-protocol grpc");
    }

    [Fact]
    public async Task Call_AppGone_IsUnavailable()
    {
        var app = await AppAsync();
        await using var sidecar = await StartAsync(app.Port);
        using var channel = sidecar.Channel("caller", new GrpcChannelOptions { Metadata = [new("dapr-api-token", "caller's")] });
        await app.DisposeAsync();

        (await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(Ask, new StringValue(), To("target"), Stop))).Code.ShouldBe(GrpcStatusCode.Unavailable);
    }

    [Fact]
    public async Task Call_PolicysTimeoutPasses_IsDeadlineExceeded()
    {
        var silence = new Silence();
        await using var app = await AppAsync(silence);
        await using var sidecar = await StartAsync(app.Port, yaml: """
            apiVersion: dapr.io/v1alpha1
            kind: Resiliency
            metadata: {name: r}
            spec:
              policies: {timeouts: {short: 300ms}}
              targets: {apps: {target: {timeout: short}}}
            """);
        using var channel = sidecar.Channel("caller", new GrpcChannelOptions { Metadata = [new("dapr-api-token", "caller's")] });

        (await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(Silent, new StringValue(), To("target"), Stop))).Code.ShouldBe(GrpcStatusCode.DeadlineExceeded);
        await silence.EndedAsync();
    }

    private static Task<TestSidecar> StartAsync(int appPort, AppProtocol protocol = AppProtocol.Grpc, string yaml = "") => TestSidecar.StartAsync(yaml,
    [
        new AppOptions { AppId = "caller", ApiToken = "caller's" },
        new AppOptions { AppId = "target", AppPort = appPort, AppProtocol = protocol, AppToken = "app's" },
    ]);

    private static Task<GrpcTestApp> AppAsync(Silence? silence = null) => GrpcTestApp.StartAsync(server =>
    {
        server.MapUnary(Ask, (request, call) => Task.FromResult(new StringValue
        {
            Value = $"{request.Value} from {call.Metadata("dapr-caller-app-id")} to {call.Metadata("dapr-callee-app-id")}, own {call.Metadata("x-own")}, token {call.Metadata("dapr-api-token")}",
        }));
        server.MapDuplex(Talk, async (requests, responses, _) =>
        {
            await foreach (var request in requests)
            {
                await responses.WriteAsync(new StringValue { Value = $"{request.Value}!" });
            }
        });
        server.MapUnary(Refuse, Task<StringValue> (request, call) =>
        {
            call.AddTrailer("reason", "because");
            throw new GrpcException(GrpcStatusCode.FailedPrecondition, request.Value);
        });
        server.MapUnary(Silent, async (request, call) =>
        {
            await silence!.KeepAsync(call.CancellationToken);
            return request;
        });
    });

    private static GrpcCallOptions To(string app, params KeyValuePair<string, string>[] metadata) => new() { Metadata = [new("dapr-app-id", app), .. metadata] };

    private static GrpcMethod<StringValue, StringValue> Of(string name) => new("shop.Own", name, StringValue.Parser, StringValue.Parser);

    /// <summary>A handler that answers nothing until its call ends.</summary>
    private sealed class Silence
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _begun;

        public bool HasBegun => _begun;

        public async Task KeepAsync(CancellationToken cancellationToken)
        {
            _begun = true;
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _ended.TrySetResult();
        }

        /// <summary>On a machine that stalls a call may be over before the app has heard of it.</summary>
        public Task EndedAsync() => _begun ? _ended.Task.WaitAsync(TimeSpan.FromSeconds(60), Stop) : Task.CompletedTask;
    }
}
