using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Grpc.Server;
using Personalization.Sidecar;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Workflows;

namespace Dapr.Workflow.Tests.Support;

/// <summary>A sidecar in this process, its state in a file.</summary>
internal sealed class WorkflowSidecar : IAsyncDisposable
{
    private readonly AppRuntime _runtime;
    private readonly WebApplication _grpc;

    private WorkflowSidecar(AppRuntime runtime, WebApplication grpc)
    {
        _runtime = runtime;
        _grpc = grpc;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{runtime.HttpPort}") };
    }

    public HttpClient Http { get; }

    public static async Task<WorkflowSidecar> StartAsync(string file, int grpcPort)
    {
        var services = new SidecarServices(TimeProvider.System, NullLoggerFactory.Instance, new SidecarRegistry(), new SharedResources());
        var runtime = new AppRuntime(new AppOptions { AppId = "flows", HttpPort = 0 }, new ResourceSet { Components = [Store(file)] }, services);
        await runtime.StartAsync(CancellationToken.None);
        await runtime.Ready;
        var methods = new GrpcServer(new GrpcServerOptions());
        runtime.Block<WorkflowBlock>().MapMethods(methods);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = 4096;
            kestrel.Listen(IPAddress.Loopback, grpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var grpc = builder.Build();
        grpc.Run(methods.HandleAsync);
        await grpc.StartAsync();
        return new WorkflowSidecar(runtime, grpc);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _runtime.DisposeAsync();
        await _grpc.StopAsync();
        await _grpc.DisposeAsync();
    }

    private static ComponentResource Store(string file)
    {
        var here = new SourceLocation("test.yaml", 1);
        return new ComponentResource
        {
            Name = "statestore",
            Type = "state.sqlite",
            Properties = [new ComponentProperty("connectionString", file, here), new ComponentProperty("actorStateStore", "true", here)],
            Location = here,
            TypeLocation = here,
        };
    }
}
