using System.Collections.Concurrent;
using System.Net;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Running;

/// <summary>Takes what services and sidecars tell of traces, as OTLP over HTTP.</summary>
internal sealed class OtlpCollector : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly HttpListener _listener = new();

    public OtlpCollector()
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";
        _listener.Prefixes.Add(address + "/");
        _listener.Start();
        Environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        };
        _ = ServeAsync();
    }

    /// <summary>What has a process tell this collector, soon after each step.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    /// <summary>The first span of a trace that is wanted; waits for it.</summary>
    public async Task<ReceivedSpan> FindAsync(string trace, string what, Func<ReceivedSpan, bool> wanted)
    {
        ReceivedSpan? found = null;
        await Eventually.TrueAsync(
            () => Task.FromResult((found = Spans.FirstOrDefault(span => span.TraceId == trace && wanted(span))) is not null),
            Limit,
            () => $"{what} is missing; there were:{System.Environment.NewLine}{string.Join(System.Environment.NewLine, Spans.Where(span => span.TraceId == trace))}");
        return found!;
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await TakeAsync(await _listener.GetContextAsync());
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task TakeAsync(HttpListenerContext call)
    {
        using var body = new MemoryStream();
        await call.Request.InputStream.CopyToAsync(body);
        foreach (var span in OtlpTraces.Read(body.ToArray()))
        {
            Spans.Enqueue(span);
        }

        call.Response.Close();
    }
}
