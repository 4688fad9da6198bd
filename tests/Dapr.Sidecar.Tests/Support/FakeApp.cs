using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Personalization.Sidecar.Tests.Support;

/// <summary>An app on a free port whose whole behaviour is one delegate; it knows nothing of Dapr: <c>/dapr/...</c> is 404.</summary>
internal sealed class FakeApp : IAsyncDisposable
{
    private readonly WebApplication _server;

    private FakeApp(WebApplication server, int port)
    {
        _server = server;
        Port = port;
    }

    public int Port { get; }

    public static async Task<FakeApp> StartAsync(RequestDelegate handler, HttpProtocols protocols = HttpProtocols.Http1, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port, l => l.Protocols = protocols));
        var server = builder.Build();
        server.Run(http =>
        {
            if (!http.Request.Path.StartsWithSegments("/dapr"))
            {
                return handler(http);
            }

            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await server.StartAsync();
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new FakeApp(server, new Uri(address).Port);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }
}
