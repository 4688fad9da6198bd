using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Tests.Support;

/// <summary>Real sidecars in this process, each with its API on a free port.</summary>
internal sealed class SidecarGroup : IAsyncDisposable
{
    private readonly List<AppRuntime> _apps = [];
    private readonly List<HttpClient> _clients = [];

    public SidecarGroup(TimeProvider? time = null)
    {
        Services = new SidecarServices(time ?? TimeProvider.System, NullLoggerFactory.Instance, new SidecarRegistry(), new SharedResources());
    }

    public SidecarServices Services { get; }

    /// <summary>Starts the sidecar of one app and returns a client of its API.</summary>
    public async Task<HttpClient> AddAsync(string appId, TestApp? app, params ComponentResource[] components) =>
        await AddAsync(appId, app, new ResourceSet { Components = components });

    public async Task<HttpClient> AddAsync(string appId, TestApp? app, ResourceSet resources)
    {
        var runtime = new AppRuntime(new AppOptions { AppId = appId, AppPort = app?.Port, HttpPort = 0 }, resources, Services);
        _apps.Add(runtime);
        await runtime.StartAsync(TestContext.Current.CancellationToken);
        if (app is not null)
        {
            await runtime.Ready.WaitAsync(TimeSpan.FromSeconds(60));
        }

        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{runtime.HttpPort}") };
        _clients.Add(client);
        return client;
    }

    public AppRuntime App(string appId) => _apps.Single(app => app.AppId == appId);

    public async Task RemoveAsync(string appId)
    {
        var app = App(appId);
        _apps.Remove(app);
        await app.DisposeAsync();
    }

    public static ComponentResource Component(string name, string type, params (string Name, string Value)[] fields)
    {
        var here = new SourceLocation("test.yaml", 1);
        return new ComponentResource
        {
            Name = name,
            Type = type,
            Properties = [.. fields.Select(field => new ComponentProperty(field.Name, field.Value, here))],
            Location = here,
            TypeLocation = here,
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }
    }
}
