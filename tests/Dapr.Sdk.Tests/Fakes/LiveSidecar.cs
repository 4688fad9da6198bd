using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Sidecar.Hosting;
using Personalization.Testing;

namespace Dapr.Sdk.Tests.Fakes;

/// <summary>The development sidecar in this process, with an app that keeps the events it hears.</summary>
public sealed class LiveSidecar : IAsyncLifetime
{
    private const string Token = "the sidecar's token";

    private const string Components = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: store}
        spec:
          type: state.sqlite
          version: v1
          metadata: [{name: connectionString, value: "{folder}/state.db"}]
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec: {type: pubsub.in-memory, version: v1, metadata: []}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: files}
        spec:
          type: bindings.localstorage
          version: v1
          metadata: [{name: rootPath, value: "{folder}/files"}]
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: secrets}
        spec:
          type: secretstores.local.file
          version: v1
          metadata: [{name: secretsFile, value: "{folder}/secrets.json"}]
        """;

    private readonly TempFolder _folder = new();
    private readonly SidecarHost _host = new(TimeProvider.System, NullLoggerFactory.Instance);
    private readonly ConcurrentQueue<(string ContentType, string Envelope)> _heard = new();
    private WebApplication _app = null!;

    /// <summary>The events that the app heard, in whatever order they came: CloudEvents.</summary>
    public IReadOnlyCollection<(string ContentType, string Envelope)> Heard => _heard;

    public async ValueTask InitializeAsync()
    {
        _folder.Write("resources/all.yaml", Components.Replace("{folder}", _folder.Path, StringComparison.Ordinal));
        _folder.Write("secrets.json", """{"one":"1","two":"2"}""");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        await _host.StartAsync(
            [
                new AppOptions
                {
                    AppId = "shop",
                    AppPort = new Uri(_app.Urls.Single()).Port,
                    HttpPort = 0,
                    GrpcPort = 0,
                    ApiToken = Token,
                    ResourcesPaths = [_folder.File("resources")],
                },
            ],
            CancellationToken.None);
        await _host.Registry.Apps[0].Ready.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A client of the sidecar.</summary>
    /// <param name="overGrpc">What the official one asks over gRPC goes over gRPC; else over HTTP.</param>
    /// <param name="token">The token it shows.</param>
    public DaprClient Client(bool overGrpc, string token = Token)
    {
        var sidecar = _host.Registry.Apps[0];
        var builder = new DaprClientBuilder().UseHttpEndpoint($"http://127.0.0.1:{sidecar.HttpPort}").UseDaprApiToken(token);
        return (overGrpc ? builder.UseGrpcEndpoint($"http://127.0.0.1:{sidecar.GrpcPort}") : builder).Build();
    }

    /// <summary>The text of the file that a binding wrote.</summary>
    public string ReadFile(string name) => File.ReadAllText(_folder.File($"files/{name}"));

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path == "/dapr/subscribe")
        {
            await http.Response.WriteAsync("""[{"pubsubname":"pubsub","topic":"events","route":"/events"}]""");
        }
        else if (http.Request.Path == "/events")
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            _heard.Enqueue((http.Request.ContentType ?? "", await reader.ReadToEndAsync()));
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
