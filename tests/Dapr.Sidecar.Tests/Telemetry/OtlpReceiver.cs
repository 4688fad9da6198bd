using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Telemetry;

/// <summary>An OTLP receiver in memory, over HTTP or gRPC. It reads the wire format itself, so that what the exporter writes is held against the standard and not against the exporter.</summary>
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
        Read(body.ToArray().AsSpan(grpc ? GrpcPrefix : 0));
        if (grpc)
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[GrpcPrefix]);
            http.Response.AppendTrailer("grpc-status", "0");
        }
    }

    private void Read(ReadOnlySpan<byte> request)
    {
        foreach (var resourceSpans in Fields(request).Where(f => f.Number == 1))
        {
            var parts = Fields(resourceSpans.Bytes);
            var attribute = Fields(Fields(parts.First(f => f.Number == 1).Bytes).First(f => f.Number == 1).Bytes);
            var service = Encoding.UTF8.GetString(Fields(attribute.First(f => f.Number == 2).Bytes).First(f => f.Number == 1).Bytes);
            foreach (var span in parts.Where(f => f.Number == 2).SelectMany(scope => Fields(scope.Bytes)).Where(f => f.Number == 2))
            {
                var fields = Fields(span.Bytes);
                Spans.Enqueue(new ReceivedSpan(
                    service,
                    Hex(fields, 1),
                    Hex(fields, 2),
                    Hex(fields, 4),
                    Encoding.UTF8.GetString(fields.First(f => f.Number == 5).Bytes),
                    (int)fields.First(f => f.Number == 6).Value,
                    fields.First(f => f.Number == 7).Value,
                    fields.First(f => f.Number == 8).Value,
                    fields.Exists(f => f.Number == 15)));
            }
        }
    }

    private static string Hex(List<Field> fields, int number) => Convert.ToHexStringLower(fields.Find(f => f.Number == number)?.Bytes ?? []);

    private static List<Field> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<Field>();
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add(new Field(number, Varint(ref message), []));
                    break;
                case 1:
                    fields.Add(new Field(number, BitConverter.ToUInt64(message), []));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    fields.Add(new Field(number, 0, message[..length].ToArray()));
                    message = message[length..];
                    break;
                default:
                    throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"wire type {tag & 7}"));
            }
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[0];
            message = message[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private sealed record Field(int Number, ulong Value, byte[] Bytes);
}
