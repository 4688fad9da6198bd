using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Load.Servers;
using Personalization.Load.Statistics;

namespace Personalization.Load.PubSub;

/// <summary>An app that hears a topic and keeps the time from each message's due moment until its handler began.</summary>
internal sealed class HandlerRole : IServerRole
{
    public const string RoleName = "handler";
    public const string Topic = "ticks";
    public const string PubSub = "pubsub";

    /// <summary>When the message fell due, a timestamp of <see cref="Stopwatch"/>; 0: it does not count.</summary>
    public const string Due = "due";

    private readonly LatencySample _latency = new();

    public string Name => RoleName;

    public async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, ServerPort.Of(args), listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(http => http.Request.Path.Value switch
        {
            "/" + Topic => HearAsync(http),
            "/report" => ReportAsync(http),
            "/dapr/subscribe" => http.Response.WriteAsync($$"""[{"pubsubname":"{{PubSub}}","topic":"{{Topic}}","route":"/{{Topic}}"}]"""),
            _ => NotFoundAsync(http),
        });
        await app.RunAsync();
    }

    private static Task NotFoundAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task HearAsync(HttpContext http)
    {
        var now = Stopwatch.GetTimestamp();
        using var envelope = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        if (envelope.RootElement.GetProperty("data").GetProperty(Due).GetInt64() is > 0 and var due)
        {
            lock (_latency)
            {
                _latency.Add(now - due);
            }
        }
    }

    /// <summary>Says what was heard since the last report.</summary>
    private Task ReportAsync(HttpContext http)
    {
        string report;
        lock (_latency)
        {
            var summary = _latency.Summarize();
            report = FormattableString.Invariant($"{_latency.Count} {summary.P50} {summary.P90} {summary.P99}");
            _latency.Clear();
        }

        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(report)).AsTask();
    }
}
