using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Personalization.Grpc;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Telemetry;
using Personalization.Sidecar.Telemetry.Tracing;

namespace Personalization.Sidecar.Grpc;

/// <summary>The gRPC API of one app's sidecar: its own Kestrel over HTTP/2 without TLS, the methods of the building blocks, their token, daprd's status codes.</summary>
internal sealed partial class GrpcFace : IAsyncDisposable
{
    /// <summary>Calls that one connection may have open. Clients with a single connection wait on as many workflows, so the usual hundred is too few.</summary>
    private const int MaxStreams = 4096;

    /// <summary>What is traced: the calls of Dapr's own API. Workers' streams last as long as the app.</summary>
    private const string DaprService = "/dapr.proto.runtime.v1.Dapr/";

    private readonly AppRuntime _app;
    private readonly int _port;
    private readonly ApiToken _token;
    private readonly GrpcMetrics _metrics;
    private readonly GrpcServer _methods;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger;
    private WebApplication? _server;

    public GrpcFace(AppRuntime app, int port)
    {
        _app = app;
        _port = port;
        _token = new ApiToken(app.Options.ApiToken);
        _metrics = new GrpcMetrics(app.AppId);
        _logger = app.Services.Loggers.CreateLogger<GrpcFace>();
        _methods = new GrpcServer(new GrpcServerOptions
        {
            MaxMessageBytes = (int)Math.Min(app.Options.MaxBodyBytes, int.MaxValue),
            Time = app.Services.Time,
            Stopping = _stopping.Token,
            Refuse = Refuse,
            Otherwise = new GrpcProxy(app).ForwardAsync,
            Translate = e => e is DaprApiException refusal ? Refused(refusal) : null,
            Unforeseen = (call, e) => LogUnexpected(e, app.AppId, call.Path),
            Ended = OnEnded,
        });
        foreach (var block in app.Blocks)
        {
            block.MapMethods(_methods);
        }
    }

    public int Port { get; private set; }

    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = _app.Options;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton(_app.Services.Loggers));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.Limits.Http2.MaxStreamsPerConnection = MaxStreams;
            kestrel.Limits.MinResponseDataRate = null;
            foreach (var address in options.ListenAddresses)
            {
                kestrel.Listen(ListenAddress.Parse(address), _port, listen => listen.Protocols = HttpProtocols.Http2);
            }
        });
        _server = builder.Build();
        _server.Run(_methods.HandleAsync);
        await _server.StartAsync(cancellationToken);
        Port = new Uri(_server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;
    }

    /// <summary>Ends the streams, and lets the other calls finish until the token fires.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_server is not null)
        {
            await _server.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _stopping.Dispose();
    }

    public void Measure(StringBuilder text) => _metrics.Write(text);

    private GrpcStatus? Refuse(GrpcServerCall call) => _token.Accepts(call.Metadata(AppChannel.TokenHeader))
        ? null
        : new GrpcStatus(GrpcStatusCode.Unauthenticated, "authentication error: api token mismatch");

    private void OnEnded(GrpcServerCall call, GrpcStatusCode status)
    {
        var method = call.IsKnown ? call.Path : "";
        var elapsed = _app.Services.Time.GetElapsedTime(call.Began);
        _metrics.Record(method, status, elapsed);
        if (_app.Spans is { } spans && call.Path.StartsWith(DaprService, StringComparison.Ordinal))
        {
            spans.Record(CallTrace.Own(call, _app), CallTrace.Parent(call), call.Path, IsPublishing(call.Path) ? SpanKind.Producer : SpanKind.Server, elapsed, IsFailure(status));
        }

        if (_app.Options.LogApiCalls)
        {
            LogCall(_app.AppId, method, status);
        }
    }

    private GrpcStatus Refused(DaprApiException refusal)
    {
        _app.Counters.Failed(refusal.ErrorCode);
        return GrpcErrors.StatusOf(refusal);
    }

    private static bool IsPublishing(string path) => path.EndsWith("/PublishEvent", StringComparison.Ordinal) || path.Contains("/BulkPublishEvent", StringComparison.Ordinal);

    /// <summary>The sidecar or what stands behind it failed; the other codes are the caller's affair.</summary>
    private static bool IsFailure(GrpcStatusCode status) =>
        status is GrpcStatusCode.Unknown or GrpcStatusCode.DeadlineExceeded or GrpcStatusCode.Unimplemented or GrpcStatusCode.Internal or GrpcStatusCode.Unavailable or GrpcStatusCode.DataLoss;

    [LoggerMessage(310, LogLevel.Error, "app {AppId}: the call {Method} of the gRPC API failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string appId, string method);

    [LoggerMessage(311, LogLevel.Information, "app {AppId}: {Method} {Status}")]
    private partial void LogCall(string appId, string method, GrpcStatusCode status);
}
