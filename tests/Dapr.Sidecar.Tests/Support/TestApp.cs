using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Personalization.Sidecar.Tests.Support;

/// <summary>An app of a few lines on a real port. It can go away and come back on the same port, as a killed service does.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, string, Task>> _routes = new(StringComparer.Ordinal);
    private WebApplication? _server;

    private TestApp()
    {
    }

    public int Port { get; private set; }

    /// <summary>Every call that came, as "METHOD path".</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public static async Task<TestApp> StartAsync()
    {
        var app = new TestApp();
        await app.ComeBackAsync();
        return app;
    }

    /// <summary>Answers a path; a path that ends in <c>*</c> answers all that begin with it.</summary>
    public TestApp On(string path, Func<HttpContext, string, Task> handle)
    {
        _routes[path] = handle;
        return this;
    }

    public TestApp OnJson(string path, string json) => On(path, (context, _) =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    });

    /// <summary>Drops every connection and stops listening.</summary>
    public async Task GoAwayAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            using var now = new CancellationTokenSource(TimeSpan.Zero);
            await server.StopAsync(now.Token);
            await server.DisposeAsync();
        }
    }

    public async Task ComeBackAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port));
        _server = builder.Build();
        _server.Run(HandleAsync);
        await _server.StartAsync();
        Port = new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    public async ValueTask DisposeAsync() => await GoAwayAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Calls.Enqueue($"{context.Request.Method} {path}");
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var route = _routes.TryGetValue(path, out var exact)
            ? exact
            : _routes.FirstOrDefault(r => r.Key.EndsWith('*') && path.StartsWith(r.Key[..^1], StringComparison.Ordinal)).Value;
        if (route is null)
        {
            context.Response.StatusCode = 404;
            return;
        }

        await route(context, body);
    }
}
