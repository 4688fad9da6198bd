using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Grpc.Server;

namespace Personalization.Sidecar.Tests.Support;

/// <summary>An app that serves gRPC methods on a free port, and nothing else.</summary>
internal sealed class GrpcTestApp : IAsyncDisposable
{
    private readonly WebApplication _server;

    private GrpcTestApp(WebApplication server) => _server = server;

    public int Port => new Uri(_server.Urls.Single()).Port;

    public static async Task<GrpcTestApp> StartAsync(Action<GrpcServer> map)
    {
        var methods = new GrpcServer(new GrpcServerOptions());
        map(methods);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var server = builder.Build();
        server.Run(methods.HandleAsync);
        await server.StartAsync();
        return new GrpcTestApp(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
