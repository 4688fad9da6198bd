using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Telemetry;
using Personalization.Sidecar.Telemetry.Tracing;

namespace Personalization.Sidecar.Http;

/// <summary>The HTTP API of one app's sidecar: its own Kestrel, its route table, its token, daprd's error bodies.</summary>
internal sealed partial class HttpFace : IAsyncDisposable
{
    /// <summary>The route label of what matched none.</summary>
    private const string NoRoute = "";

    private const string InvocationRoute = "/v1.0/invoke";
    private const string HealthRoutes = "/v1.0/healthz";
    private const string PublishRoutes = "/v1.0/publish";

    private readonly AppRuntime _app;
    private readonly ApiMetrics _metrics;
    private readonly ApiRoutes _routes = new();
    private readonly ILogger _logger;
    private readonly ApiToken _token;
    private WebApplication? _server;

    public HttpFace(AppRuntime app)
    {
        _app = app;
        _metrics = new ApiMetrics(app.AppId);
        _logger = app.Services.Loggers.CreateLogger<HttpFace>();
        _token = new ApiToken(app.Options.ApiToken);
        foreach (var block in app.Blocks)
        {
            block.MapEndpoints(_routes);
        }
    }

    public int Port { get; private set; }

    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = _app.Options;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(new FaceLoggers(_app.Services.Loggers)));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            foreach (var address in options.ListenAddresses)
            {
                kestrel.Listen(ListenAddress.Parse(address), options.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
            }

            if (options.MetricsPort is { } metrics)
            {
                kestrel.Listen(IPAddress.Loopback, metrics, listen => listen.Protocols = HttpProtocols.Http1);
            }
        });
        _server = builder.Build();
        _server.Run(HandleAsync);
        await _server.StartAsync(cancellationToken);
        var bound = _server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        Port = bound.Select(address => new Uri(address).Port).First(port => port != options.MetricsPort);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task HandleAsync(HttpContext http)
    {
        if (_app.Options.MetricsPort is { } metrics && http.Connection.LocalPort == metrics)
        {
            http.Response.ContentType = "text/plain; version=0.0.4";
            var text = new StringBuilder(_metrics.Render());
            _app.Metrics.Write(text, [.. _app.Components.All.Select(component => component.Resource.Type)]);
            InvocationMetrics.Write(text, _app);
            _app.Counters.Write(text);
            _app.Resiliency.Write(text, _app.AppId, _app.Options.Namespace ?? "");
            _app.MeasureGrpc(text);
            foreach (var block in _app.Blocks)
            {
                block.Measure(text);
            }

            await http.Response.WriteAsync(text.ToString());
            return;
        }

        var began = _app.Services.Time.GetTimestamp();
        var route = NoRoute;
        try
        {
            await DispatchAsync(http, ref route);
        }
        catch (DaprApiException e)
        {
            _app.Counters.Failed(e.ErrorCode);
            await FailAsync(http, e.HttpStatus, e.ErrorCode, e.Message);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e)
        {
            await FailAsync(http, e.StatusCode, ErrorCodes.MalformedRequest, e.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
        catch (Exception e)
        {
            LogUnexpected(e, _app.AppId, http.Request.Method);
            await FailAsync(http, StatusCodes.Status500InternalServerError, ErrorCodes.Internal, "unexpected error; the sidecar's log has it");
        }
        finally
        {
            var elapsed = _app.Services.Time.GetElapsedTime(began);
            _metrics.Record(route, http.Request.Method, http.Response.StatusCode, elapsed);
            if (_app.Spans is { } spans && route.Length > 0 && !route.StartsWith(HealthRoutes, StringComparison.Ordinal))
            {
                spans.Record(
                    http.Response.Headers.TraceParent.ToString(),
                    http.Request.Headers.TraceParent.ToString(),
                    route,
                    route.StartsWith(PublishRoutes, StringComparison.Ordinal) ? SpanKind.Producer : SpanKind.Server,
                    elapsed,
                    http.Response.StatusCode >= StatusCodes.Status500InternalServerError);
            }

            if (_app.Options.LogApiCalls)
            {
                LogCall(_app.AppId, http.Request.Method, route, http.Response.StatusCode);
            }
        }
    }

    private Task DispatchAsync(HttpContext http, ref string route)
    {
        var headers = http.Response.Headers;
        headers.TraceParent = TraceParent.Continue(http.Request.Headers.TraceParent.ToString(), _app.Resources.Configuration.SamplingRate);
        if (http.Request.ContentLength > _app.Options.MaxBodyBytes)
        {
            throw new Microsoft.AspNetCore.Http.BadHttpRequestException(
                $"the body is longer than {_app.Options.MaxBodyBytes} bytes; see --max-body-size", StatusCodes.Status413PayloadTooLarge);
        }

        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (_routes.TryDirect(http, target) is { } claimed)
        {
            route = InvocationRoute;
            return IsTrusted(http) ? claimed(http, target) : RefuseAsync(http);
        }

        var query = target.IndexOf('?');
        var path = query < 0 ? target.AsSpan() : target.AsSpan(0, query);
        var match = _routes.Match(http.Request.Method, path, out var pathKnown);
        if (match is not { Route.IsOpen: true } && !IsTrusted(http))
        {
            return RefuseAsync(http);
        }

        if (match is null)
        {
            http.Response.StatusCode = pathKnown ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        route = match.Route.Template;
        return match.Route.Handler(new ApiContext(http, _app, match));
    }

    private bool IsTrusted(HttpContext http) =>
        _token.Accepts(http.Request.Headers.TryGetValue(AppChannel.TokenHeader, out var given) ? given.ToString() : null);

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return http.Response.WriteAsync("invalid api token");
    }

    private static Task FailAsync(HttpContext http, int status, string code, string message)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        var trace = http.Response.Headers.TraceParent;
        http.Response.Clear();
        http.Response.Headers.TraceParent = trace;
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status413PayloadTooLarge)
        {
            // The rest of the body stays unread, so the connection cannot serve another call.
            http.Response.Headers.Connection = "close";
        }

        return http.Response.WriteAsJsonAsync(new ErrorBody(code, message), HttpJson.Readable.ErrorBody, "application/json");
    }

    [LoggerMessage(300, LogLevel.Error, "app {AppId}: a {Method} call of the API failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string appId, string method);

    [LoggerMessage(301, LogLevel.Information, "app {AppId}: {Method} {Route} {Status}")]
    private partial void LogCall(string appId, string method, string route, int status);
}
