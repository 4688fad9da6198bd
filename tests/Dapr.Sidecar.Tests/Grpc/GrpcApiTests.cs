using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using Personalization.Grpc;
using Personalization.Grpc.Client;
using Personalization.Grpc.Messages;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Grpc;

public sealed class GrpcApiTests
{
    private const string Yaml = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: store}
        spec:
          type: state.sqlite
          version: v1
          metadata:
            - {name: connectionString, value: "{folder}/state.db"}
            - {name: actorStateStore, value: "true"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metadata_Asked_TellsOfAppAndComponentsAndTakesAttributes()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();

        await channel.CallAsync(DaprMethods.SetMetadata, new SetMetadataRequest { Key = "colour", Value = "green" }, cancellationToken: Stop);
        var metadata = await channel.CallAsync(DaprMethods.GetMetadata, new GetMetadataRequest(), cancellationToken: Stop);

        metadata.Id.ShouldBe("app");
        metadata.RegisteredComponents.ShouldContain(component => component.Name == "store" && component.Type == "state.sqlite");
        metadata.ExtendedMetadata["colour"].ShouldBe("green");
    }

    [Fact]
    public async Task Shutdown_Asked_RequestsTheStop()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();

        await channel.CallAsync(DaprMethods.Shutdown, new ShutdownRequest(), cancellationToken: Stop);

        await sidecar.App("app").StopRequested.WaitAsync(TimeSpan.FromSeconds(60), Stop);
    }

    [Theory]
    [InlineData(null, GrpcStatusCode.Unauthenticated)]
    [InlineData("guess", GrpcStatusCode.Unauthenticated)]
    [InlineData("secret", GrpcStatusCode.Ok)]
    public async Task AnyCall_SidecarHasAToken_NeedsIt(string? token, object expected)
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml, [new AppOptions { AppId = "app", ApiToken = "secret" }]);
        using var channel = sidecar.Channel(options: token is null ? null : new GrpcChannelOptions { Metadata = [new("dapr-api-token", token)] });

        (await CodeAsync(() => channel.CallAsync(DaprMethods.GetMetadata, new GetMetadataRequest(), cancellationToken: Stop))).ShouldBe((GrpcStatusCode)expected);
    }

    [Fact]
    public async Task Reflection_Asked_IsUnimplemented()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        var reflection = new GrpcMethod<Empty, Empty>("grpc.reflection.v1alpha.ServerReflection", "ServerReflectionInfo", Empty.Parser, Empty.Parser);

        (await CodeAsync(() => channel.CallAsync(reflection, new Empty(), cancellationToken: Stop))).ShouldBe(GrpcStatusCode.Unimplemented);
    }

    [Fact]
    public async Task AnyCall_LongerThanTheBodyLimit_IsResourceExhausted()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml, [new AppOptions { AppId = "app", MaxBodyBytes = 10_000 }]);
        using var channel = sidecar.Channel();
        var large = new SaveStateRequest { StoreName = "store", States = { new StateItem { Key = "k", Value = ByteString.CopyFrom(new byte[20_000]) } } };

        (await CodeAsync(() => channel.CallAsync(DaprMethods.SaveState, large, cancellationToken: Stop))).ShouldBe(GrpcStatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Metrics_AfterCalls_CountThemByMethodAndStatus()
    {
        var port = Ports.Free();
        await using var sidecar = await TestSidecar.StartAsync(Yaml, [new AppOptions { AppId = "app", MetricsPort = port }]);
        using var channel = sidecar.Channel();
        await CodeAsync(() => channel.CallAsync(DaprMethods.GetState, new GetStateRequest { StoreName = "nowhere", Key = "k" }, cancellationToken: Stop));

        using var http = new HttpClient();
        var text = await http.GetStringAsync($"http://127.0.0.1:{port}/", Stop);

        text.ShouldContain("""dapr_grpc_io_server_completed_rpcs{app_id="app",grpc_server_method="dapr.proto.runtime.v1.Dapr/GetState",grpc_server_status="INVALID_ARGUMENT"} 1""");
    }

    [Fact]
    public async Task Invoke_AppAnswers_BodyTypeAndHeadersComeBack()
    {
        await using var app = await TestApp.StartAsync();
        app.On("/hello", (context, body) =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.Headers["x-own"] = "1";
            return context.Response.WriteAsync($"{context.Request.Method} {context.Request.QueryString} {context.Request.ContentType} {context.Request.Headers["dapr-caller-app-id"]} {body}");
        });
        await using var sidecar = await TestSidecar.StartAsync("", appPort: app.Port);
        using var channel = sidecar.Channel();

        var answer = await InvokeAsync(channel, "app", "hello", "a=1");

        answer.Data.Value.ToStringUtf8().ShouldBe("PUT ?a=1 application/json app {}");
        answer.ContentType.ShouldStartWith("text/plain");
    }

    [Theory]
    [InlineData(400, GrpcStatusCode.Internal)]
    [InlineData(401, GrpcStatusCode.Unauthenticated)]
    [InlineData(404, GrpcStatusCode.NotFound)]
    [InlineData(409, GrpcStatusCode.AlreadyExists)]
    [InlineData(429, GrpcStatusCode.ResourceExhausted)]
    [InlineData(500, GrpcStatusCode.Unknown)]
    [InlineData(501, GrpcStatusCode.Unimplemented)]
    [InlineData(503, GrpcStatusCode.Unavailable)]
    [InlineData(504, GrpcStatusCode.DeadlineExceeded)]
    public async Task Invoke_AppRefuses_StatusIsDaprsWithTheHttpCodeInItsDetails(int status, object code)
    {
        await using var app = await TestApp.StartAsync();
        app.On("/refuse", (context, _) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("why");
        });
        await using var sidecar = await TestSidecar.StartAsync("", appPort: app.Port);
        using var channel = sidecar.Channel();

        var error = await Should.ThrowAsync<GrpcException>(() => InvokeAsync(channel, "app", "refuse"));

        error.Code.ShouldBe((GrpcStatusCode)code);
        var info = Status.Parser.ParseFrom(error.Status.Details!.Value.Span).Details.Single().Unpack<ErrorInfo>();
        (info.Metadata["http.code"], info.Metadata["http.error_message"]).ShouldBe(($"{status}", "why"));
    }

    [Fact]
    public async Task Invoke_UnknownApp_IsInternal()
    {
        await using var sidecar = await TestSidecar.StartAsync("");
        using var channel = sidecar.Channel();

        (await CodeAsync(() => InvokeAsync(channel, "nobody", "x"))).ShouldBe(GrpcStatusCode.Internal);
    }

    [Fact]
    public async Task Actor_CalledOverGrpc_KeepsStateAndIsRemindedAndTimed()
    {
        await using var app = await TestApp.StartAsync();
        var fired = new ConcurrentQueue<(string Path, string Body)>();
        app.OnJson("/dapr/config", """{"entities":["Shopper"]}""");
        app.On("/actors/Shopper/ann/method/remind/wake", Fired).On("/actors/Shopper/ann/method/timer/tick", Fired);
        app.On("/actors/Shopper/ann/method/greet", (context, body) => context.Response.WriteAsync($"{context.Request.Headers["x-extra"]} {body}"));
        app.On("/actors/Shopper/ann/method/fail", (context, _) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        Task Fired(HttpContext context, string body)
        {
            fired.Enqueue((context.Request.Path, body));
            return Task.CompletedTask;
        }

        await using var sidecar = await TestSidecar.StartAsync(Yaml, appPort: app.Port);
        using var channel = sidecar.Channel();
        (await CodeAsync(() => channel.CallAsync(DaprMethods.GetActorState, new GetActorStateRequest { ActorType = "Shopper", ActorId = "ann", Key = "k" }, cancellationToken: Stop)))
            .ShouldBe(GrpcStatusCode.Internal);

        var greeting = await InvokeActorAsync(channel, "greet", "hi");
        greeting.Data.ToStringUtf8().ShouldBe("yes hi");
        (await CodeAsync(() => InvokeActorAsync(channel, "fail", ""))).ShouldBe(GrpcStatusCode.Internal);

        await channel.CallAsync(
            DaprMethods.ExecuteActorStateTransaction,
            new ExecuteActorStateTransactionRequest
            {
                ActorType = "Shopper",
                ActorId = "ann",
                Operations = { new TransactionalActorStateOperation { OperationType = "upsert", Key = "k", Value = new Any { Value = ByteString.CopyFromUtf8("7") } } },
            },
            cancellationToken: Stop);
        var state = await channel.CallAsync(DaprMethods.GetActorState, new GetActorStateRequest { ActorType = "Shopper", ActorId = "ann", Key = "k" }, cancellationToken: Stop);
        state.Data.ToStringUtf8().ShouldBe("7");

        await channel.CallAsync(
            DaprMethods.RegisterActorReminder,
            new RegisterActorReminderRequest { ActorType = "Shopper", ActorId = "ann", Name = "wake", DueTime = "20ms", Period = "1h", Data = ByteString.CopyFromUtf8("r") },
            cancellationToken: Stop);
        await channel.CallAsync(
            DaprMethods.RegisterActorTimer,
            new RegisterActorTimerRequest { ActorType = "Shopper", ActorId = "ann", Name = "tick", DueTime = "20ms", Period = "1h", Callback = "ring", Data = ByteString.CopyFromUtf8("t") },
            cancellationToken: Stop);
        await Eventually.TrueAsync(() => fired.Count == 2);
        fired.Select(firing => JsonDocument.Parse(firing.Body).RootElement.GetProperty("data").GetBytesFromBase64()).Select(bytes => (char)bytes[0]).Order().ShouldBe(['r', 't']);

        var reminder = await channel.CallAsync(DaprMethods.GetActorReminder, new GetActorReminderRequest { ActorType = "Shopper", ActorId = "ann", Name = "wake" }, cancellationToken: Stop);
        reminder.Period.ShouldBe("1h");
        await channel.CallAsync(DaprMethods.UnregisterActorReminder, new UnregisterActorReminderRequest { ActorType = "Shopper", ActorId = "ann", Name = "wake" }, cancellationToken: Stop);
        (await CodeAsync(() => channel.CallAsync(DaprMethods.GetActorReminder, new GetActorReminderRequest { ActorType = "Shopper", ActorId = "ann", Name = "wake" }, cancellationToken: Stop)))
            .ShouldBe(GrpcStatusCode.NotFound);
        await channel.CallAsync(DaprMethods.UnregisterActorTimer, new UnregisterActorTimerRequest { ActorType = "Shopper", ActorId = "ann", Name = "tick" }, cancellationToken: Stop);
        (await CodeAsync(() => channel.CallAsync(
            DaprMethods.RegisterActorReminder, new RegisterActorReminderRequest { ActorType = "Other", ActorId = "ann", Name = "wake", DueTime = "1h" }, cancellationToken: Stop)))
            .ShouldBe(GrpcStatusCode.PermissionDenied);
    }

    [Fact]
    public async Task Secrets_Asked_AreRead()
    {
        await using var sidecar = await TestSidecar.StartAsync("""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: env}
            spec: {type: secretstores.local.env, version: v1}
            """);
        using var channel = sidecar.Channel();
        Environment.SetEnvironmentVariable("GRPC_API_TESTS", "known");

        var one = await channel.CallAsync(DaprMethods.GetSecret, new GetSecretRequest { StoreName = "env", Key = "GRPC_API_TESTS" }, cancellationToken: Stop);
        var all = await channel.CallAsync(DaprMethods.GetBulkSecret, new GetBulkSecretRequest { StoreName = "env" }, cancellationToken: Stop);

        one.Data["GRPC_API_TESTS"].ShouldBe("known");
        all.Data["GRPC_API_TESTS"].Secrets["GRPC_API_TESTS"].ShouldBe("known");
        (await CodeAsync(() => channel.CallAsync(DaprMethods.GetSecret, new GetSecretRequest { StoreName = "nowhere", Key = "k" }, cancellationToken: Stop)))
            .ShouldBe(GrpcStatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Binding_Invoked_GetsBytesAndGivesBytes()
    {
        await using var sidecar = await TestSidecar.StartAsync("""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: files}
            spec:
              type: bindings.localstorage
              version: v1
              metadata:
                - {name: rootPath, value: "{folder}/files"}
            """);
        using var channel = sidecar.Channel();

        await channel.CallAsync(
            DaprMethods.InvokeBinding,
            new InvokeBindingRequest { Name = "files", Operation = "create", Data = ByteString.CopyFrom(0, 255), Metadata = { ["fileName"] = "a.bin" } },
            cancellationToken: Stop);
        var read = await channel.CallAsync(
            DaprMethods.InvokeBinding, new InvokeBindingRequest { Name = "files", Operation = "get", Metadata = { ["fileName"] = "a.bin" } }, cancellationToken: Stop);

        read.Data.ToByteArray().ShouldBe([0, 255]);
        (await CodeAsync(() => channel.CallAsync(DaprMethods.InvokeBinding, new InvokeBindingRequest { Name = "nowhere", Operation = "get" }, cancellationToken: Stop)))
            .ShouldBe(GrpcStatusCode.Internal);
    }

    [Fact]
    public async Task Job_Scheduled_IsToldAndGivenToTheApp()
    {
        await using var app = await TestApp.StartAsync();
        var given = new ConcurrentQueue<string>();
        app.On("/job/soon", (_, body) =>
        {
            given.Enqueue(body);
            return Task.CompletedTask;
        });
        using var folder = new TempFolder();
        await using var sidecar = await TestSidecar.StartAsync("", [new AppOptions { AppId = "app", AppPort = app.Port, JobsFile = folder.File("jobs.db") }]);
        using var channel = sidecar.Channel();
        Task ScheduleAsync(string name, string due) => channel.CallAsync(
            DaprMethods.ScheduleJob,
            new ScheduleJobRequest { Job = new Job { Name = name, DueTime = due, Data = new Any { TypeUrl = "type.googleapis.com/google.protobuf.Value", Value = ByteString.CopyFromUtf8("7") } } },
            cancellationToken: Stop);

        await ScheduleAsync("later", "1h");
        (await CodeAsync(() => ScheduleAsync("later", "1h"))).ShouldBe(GrpcStatusCode.AlreadyExists);
        (await channel.CallAsync(DaprMethods.GetJob, new GetJobRequest { Name = "later" }, cancellationToken: Stop)).Job.Data.Value.ToStringUtf8().ShouldBe("7");
        await channel.CallAsync(DaprMethods.DeleteJob, new DeleteJobRequest { Name = "later" }, cancellationToken: Stop);
        (await CodeAsync(() => channel.CallAsync(DaprMethods.GetJob, new GetJobRequest { Name = "later" }, cancellationToken: Stop))).ShouldBe(GrpcStatusCode.Internal);

        await ScheduleAsync("soon", "20ms");
        await Eventually.TrueAsync(() => !given.IsEmpty);
    }

    private static Task<InvokeResponse> InvokeAsync(GrpcChannel channel, string app, string method, string query = "") => channel.CallAsync(
        DaprMethods.InvokeService,
        new InvokeServiceRequest
        {
            Id = app,
            Message = new InvokeRequest
            {
                Method = method,
                ContentType = "application/json",
                Data = new Any { Value = ByteString.CopyFromUtf8("{}") },
                HttpExtension = new HTTPExtension { Verb = HTTPExtension.Types.Verb.Put, Querystring = query },
            },
        },
        cancellationToken: Stop);

    private static Task<InvokeActorResponse> InvokeActorAsync(GrpcChannel channel, string method, string body) => channel.CallAsync(
        DaprMethods.InvokeActor,
        new InvokeActorRequest { ActorType = "Shopper", ActorId = "ann", Method = method, Data = ByteString.CopyFromUtf8(body), Metadata = { ["x-extra"] = "yes" } },
        cancellationToken: Stop);

    private static async Task<GrpcStatusCode> CodeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return GrpcStatusCode.Ok;
        }
        catch (GrpcException e)
        {
            return e.Code;
        }
    }
}
