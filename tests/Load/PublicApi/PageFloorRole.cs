using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Load.Servers;

namespace Personalization.Load.PublicApi;

/// <summary>
/// The floor of a personalized page, in three processes: takes a call over HTTP/1.1, fetches a context over HTTP/2, sends it on to be ranked, and answers with what comes back. The bytes are as
/// many as ours and mean nothing: no sidecar, no state, no ranking, no policies, no traces.
/// </summary>
internal sealed class PageFloorRole : IServerRole
{
    public const string RoleName = "page-floor";

    /// <summary>Port that the context comes from; without it the process answers with bytes of its own, over HTTP/2.</summary>
    public const string ContextOption = "--context-port";

    /// <summary>Port that ranks.</summary>
    public const string RankingOption = "--ranking-port";

    /// <summary>How many bytes of its own it answers with.</summary>
    public const string BytesOption = "--bytes";

    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null });
    private Uri? _context;
    private Uri? _ranking;
    private byte[] _bytes = [];

    public string Name => RoleName;

    public async Task RunAsync(string[] args)
    {
        _context = Address(ServerPort.Find(args, ContextOption));
        _ranking = Address(ServerPort.Find(args, RankingOption));
        _bytes = new byte[ServerPort.Find(args, BytesOption) ?? 0];
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, ServerPort.Of(args), listen => listen.Protocols = _context is null ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        app.Run(_context is null ? AnswerAsync : PageAsync);
        await app.RunAsync();
    }

    private async Task PageAsync(HttpContext http)
    {
        var context = await CallAsync(_context!, null, http.RequestAborted);
        await WriteAsync(http, await CallAsync(_ranking!, context, http.RequestAborted));
    }

    private async Task AnswerAsync(HttpContext http)
    {
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        await WriteAsync(http, _bytes);
    }

    private static async Task<byte[]> CallAsync(Uri to, byte[]? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body is null ? null : new ByteArrayContent(body),
        };
        using var response = await Client.SendAsync(request, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private static async Task WriteAsync(HttpContext http, byte[] bytes)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = bytes.Length;
        await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
    }

    private static Uri? Address(int? port) => port is null ? null : new Uri($"http://127.0.0.1:{port}/");
}
