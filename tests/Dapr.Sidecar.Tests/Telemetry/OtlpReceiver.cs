using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Telemetry;

/// <summary>An OTLP receiver in memory, over HTTP or gRPC.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefix = 5;
    private FakeApp _server = null!;

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    public int Port => _server.Port;

    public static async Task<OtlpReceiver> StartAsync(bool grpc)
    {
        var receiver = new OtlpReceiver();
        receiver._server = await FakeApp.StartAsync(http => receiver.TakeAsync(http, grpc), grpc ? HttpProtocols.Http2 : HttpProtocols.Http1);
        return receiver;
    }

    public async Task<ReceivedSpan> FindAsync(Func<ReceivedSpan, bool> wanted)
    {
        await Eventually.TrueAsync(() => Spans.Any(wanted));
        return Spans.First(wanted);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext http, bool grpc)
    {
        http.Request.Path.Value.ShouldBe(grpc ? "/opentelemetry.proto.collector.trace.v1.TraceService/Export" : "/v1/traces");
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        foreach (var span in OtlpTraces.Read(body.ToArray().AsSpan(grpc ? GrpcPrefix : 0)))
        {
            Spans.Enqueue(span);
        }

        if (grpc)
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[GrpcPrefix]);
            http.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
