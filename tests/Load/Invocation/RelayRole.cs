using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Load.Servers;

namespace Personalization.Load.Invocation;

/// <summary>
/// The floor of a hop: takes a call over HTTP/1.1, makes one over HTTP/2, and gives the answer back. No headers of its own, no policies, no
/// tokens, no traces, no counting.
/// </summary>
internal sealed class RelayRole : IServerRole
{
    public const string RoleName = "relay";
    public const string ToOption = "--to-h2c-port";

    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null });
    private Uri? _to;

    public string Name => RoleName;

    public async Task RunAsync(string[] args)
    {
        _to = new Uri($"http://127.0.0.1:{ServerPort.Find(args, ToOption)}/");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, ServerPort.Of(args), listen => listen.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        app.Run(RelayAsync);
        await app.RunAsync();
    }

    private async Task RelayAsync(HttpContext http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _to) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (http.Request.ContentLength is > 0)
        {
            (request.Method, request.Content) = (HttpMethod.Post, new StreamContent(http.Request.Body));
            request.Content.Headers.ContentLength = http.Request.ContentLength;
        }

        using var response = await Client.SendAsync(request, http.RequestAborted);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = response.Content.Headers.ContentLength;
        await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
