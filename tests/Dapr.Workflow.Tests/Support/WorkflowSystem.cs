namespace Dapr.Workflow.Tests.Support;

/// <summary>A sidecar and an app with workflows; the sidecar can be stopped and started with the same state.</summary>
internal sealed class WorkflowSystem : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _port = Ports.Free();
    private readonly Action<WorkflowRuntimeOptions> _configure;
    private WorkflowSidecar? _sidecar;
    private WorkflowApp? _app;

    private WorkflowSystem(Action<WorkflowRuntimeOptions> configure) => _configure = configure;

    public DaprWorkflowClient Client => _app!.Client;

    public HttpClient Http => _sidecar!.Http;

    public string Metrics => _sidecar!.Metrics;

    public static async Task<WorkflowSystem> StartAsync(Action<WorkflowRuntimeOptions> configure)
    {
        var system = new WorkflowSystem(configure);
        await system.StartSidecarAsync();
        await system.StartAppAsync();
        return system;
    }

    public async Task StartSidecarAsync() => _sidecar = await WorkflowSidecar.StartAsync(_folder.File("state.db"), _port);

    public async Task StartAppAsync() => _app = await WorkflowApp.StartAsync(_port, _configure);

    public async Task StopSidecarAsync()
    {
        await _sidecar!.DisposeAsync();
        _sidecar = null;
    }

    public async Task StopAppAsync()
    {
        await _app!.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await StopAppAsync();
        }

        if (_sidecar is not null)
        {
            await StopSidecarAsync();
        }

        _folder.Dispose();
    }
}
