using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Grpc.Client;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Tests.Support;

/// <summary>Sidecars of one or more apps on free ports, in this process, with resource YAML in a folder of their own.</summary>
internal sealed class TestSidecar : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly SidecarHost _host;

    private TestSidecar(TempFolder folder, SidecarHost host)
    {
        _folder = folder;
        _host = host;
    }

    /// <summary>The folder of the YAML; a place for data files too.</summary>
    public string Folder => _folder.Path;

    public SidecarHost Host => _host;

    /// <param name="yaml">Resource documents; <c>{folder}</c> stands for <see cref="Folder"/>.</param>
    /// <param name="apps">Resources paths and the HTTP port are filled in.</param>
    public static async Task<TestSidecar> StartAsync(string yaml, AppOptions[] apps, TimeProvider? time = null, bool waitUntilReady = true)
    {
        var folder = new TempFolder();
        var host = new SidecarHost(time ?? TimeProvider.System, NullLoggerFactory.Instance);
        var sidecar = new TestSidecar(folder, host);
        try
        {
            var resources = Directory.CreateDirectory(System.IO.Path.Combine(folder.Path, "resources")).FullName;
            await File.WriteAllTextAsync(System.IO.Path.Combine(resources, "resources.yaml"), yaml.Replace("{folder}", folder.Path, StringComparison.Ordinal));
            await host.StartAsync([.. apps.Select(a => a with { HttpPort = 0, GrpcPort = 0, ResourcesPaths = [resources] })], TestContext.Current.CancellationToken);
            if (waitUntilReady)
            {
                foreach (var app in apps)
                {
                    await sidecar.App(app.AppId).Ready.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
                }
            }

            return sidecar;
        }
        catch
        {
            await sidecar.DisposeAsync();
            throw;
        }
    }

    public static Task<TestSidecar> StartAsync(string yaml, string appId = "app", int? appPort = null, TimeProvider? time = null) =>
        StartAsync(yaml, [new AppOptions { AppId = appId, AppPort = appPort }], time);

    public AppRuntime App(string appId) => _host.Registry.TryGet(appId, out var app) ? app : throw new InvalidOperationException($"No app '{appId}'.");

    /// <summary>A client of an app's Dapr API.</summary>
    public HttpClient Client(string appId = "app") => new() { BaseAddress = new Uri($"http://127.0.0.1:{App(appId).HttpPort}") };

    /// <summary>A channel to an app's Dapr gRPC API.</summary>
    public GrpcChannel Channel(string appId = "app", GrpcChannelOptions? options = null) => new(new Uri($"http://127.0.0.1:{App(appId).GrpcPort}"), options);

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }
}
