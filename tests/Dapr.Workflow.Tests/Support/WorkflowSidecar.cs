using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Sidecar;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Workflows;

namespace Dapr.Workflow.Tests.Support;

/// <summary>A sidecar in this process, its state in a file.</summary>
internal sealed class WorkflowSidecar : IAsyncDisposable
{
    private readonly AppRuntime _runtime;

    private WorkflowSidecar(AppRuntime runtime)
    {
        _runtime = runtime;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{runtime.HttpPort}") };
    }

    public HttpClient Http { get; }

    /// <summary>What the workflows add to the metrics.</summary>
    public string Metrics
    {
        get
        {
            var text = new StringBuilder();
            _runtime.Block<WorkflowBlock>().Measure(text);
            return text.ToString();
        }
    }

    public static async Task<WorkflowSidecar> StartAsync(string file, int grpcPort)
    {
        var services = new SidecarServices(TimeProvider.System, NullLoggerFactory.Instance, new SidecarRegistry(), new SharedResources());
        var runtime = new AppRuntime(new AppOptions { AppId = "flows", HttpPort = 0, GrpcPort = grpcPort }, new ResourceSet { Components = [Store(file)] }, services);
        await runtime.StartAsync(CancellationToken.None);
        await runtime.Ready;
        return new WorkflowSidecar(runtime);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _runtime.DisposeAsync();
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
