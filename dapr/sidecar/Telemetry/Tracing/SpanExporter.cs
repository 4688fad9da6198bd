using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Telemetry.Tracing;

/// <summary>
/// Sends finished spans to an OTLP receiver, in batches, behind the calls they tell of. What the receiver does not take in time is lost, the oldest first, and said so;
/// no call ever waits for it.
/// </summary>
internal sealed partial class SpanExporter : IAsyncDisposable
{
    private const int MaxWaiting = 8_192;
    private const int MaxBatch = 512;
    private const int GrpcPrefix = 5;
    private const string HttpPath = "/v1/traces";
    private const string GrpcPath = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private const string GrpcStatus = "grpc-status";

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly OtlpSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpClient _client;
    private readonly Channel<Span> _waiting;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private long _lost;

    public SpanExporter(OtlpSettings settings, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        _client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { Timeout = settings.Timeout };
        _waiting = Channel.CreateBounded<Span>(
            new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _lost));
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The exporter that all apps of the process with the same settings share.</summary>
    public static Share<SpanExporter> Acquire(SidecarServices services, OtlpSettings settings) => services.Shared.Acquire(
        settings.ShareKey,
        () => new SpanExporter(settings, services.Time, services.Loggers.CreateLogger<SpanExporter>()));

    public void Record(Span span) => _waiting.Writer.TryWrite(span);

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        _stopping.CancelAfter(LastWords);
        await _loop;
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_stopping.Token))
            {
                if (!_waiting.Reader.Completion.IsCompleted && _waiting.Reader.Count < MaxBatch)
                {
                    await Task.WhenAny(Task.Delay(Gather, _time, _stopping.Token), _waiting.Reader.Completion);
                }

                var batch = new List<Span>(MaxBatch);
                while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var span))
                {
                    batch.Add(span);
                }

                await SendAsync(batch, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The last words took too long.
        }
    }

    private async Task SendAsync(List<Span> batch, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(OtlpSpans.Encode(batch));
            using var response = await _client.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            if (_settings.IsGrpc && Status(response) is not "0")
            {
                throw new HttpRequestException($"grpc-status {Status(response)}");
            }

            if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
            {
                LogLost(_logger, _settings.Endpoint, lost);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The edge of the loop, while it ends too: traces are worth less than the calls they tell of.
            LogNotTaken(_logger, e, _settings.Endpoint, batch.Count);
        }
    }

    private HttpRequestMessage Request(ReadOnlyMemory<byte> message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_settings.Endpoint, _settings.IsGrpc ? GrpcPath : HttpPath));
        if (_settings.IsGrpc)
        {
            var framed = new byte[GrpcPrefix + message.Length];
            BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
            message.Span.CopyTo(framed.AsSpan(GrpcPrefix));
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
            request.Content = new ByteArrayContent(framed);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        }
        else
        {
            request.Content = new ReadOnlyMemoryContent(message);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        }

        foreach (var (name, value) in _settings.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static string? Status(HttpResponseMessage response) =>
        response.TrailingHeaders.TryGetValues(GrpcStatus, out var trailing) || response.Headers.TryGetValues(GrpcStatus, out trailing) ? trailing.First() : null;

    [LoggerMessage(EventId = 3601, Level = LogLevel.Warning, Message = "{Endpoint} did not take {Count} spans; they are lost")]
    private static partial void LogNotTaken(ILogger logger, Exception exception, Uri endpoint, int count);

    [LoggerMessage(EventId = 3602, Level = LogLevel.Warning, Message = "{Endpoint} was too slow: {Count} spans were lost")]
    private static partial void LogLost(ILogger logger, Uri endpoint, long count);
}
