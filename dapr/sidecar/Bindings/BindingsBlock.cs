using System.Text;
using System.Text.Json;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.Telemetry;
using Personalization.Sidecar.Telemetry.Tracing;

namespace Personalization.Sidecar.Bindings;

/// <summary>
/// Bindings of one app: calls out of it, and events into it. Without a <c>direction</c> the app is asked by OPTIONS on the path whether it wants the events.
/// An app's answer to an event goes to the component; over gRPC, as in daprd, also to the output bindings it names.
/// </summary>
internal sealed partial class BindingsBlock : IBuildingBlock, IDisposable
{
    private const string MetadataHeaderPrefix = "metadata.";
    private const string ReadOperation = "read";
    private const string TraceParentField = "traceparent";
    private const string TraceStateField = "tracestate";
    private const string BaggageField = "baggage";
    private const int MethodNotAllowed = 405;

    /// <summary>As daprd's <c>--app-binding-options-timeout</c>.</summary>
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);

    private readonly AppRuntime _app;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<IAsyncDisposable> _reading = [];

    public BindingsBlock(AppRuntime app)
    {
        _app = app;
        _logger = app.Services.Loggers.CreateLogger<BindingsBlock>();
        Api = new BindingsApi(app);
    }

    /// <summary>The operations, for every face.</summary>
    public BindingsApi Api { get; }

    public void MapEndpoints(ApiRoutes routes) => routes.Map("POST,PUT", "/v1.0/bindings/{name}", InvokeAsync);

    public void MapMethods(GrpcServer server) => new BindingMethods(Api).Map(server);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await ReadAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task AppHealthChangedAsync(bool healthy, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!healthy)
            {
                await StopReadingAsync();
            }
            else if (_reading.Count == 0)
            {
                await ReadAsync(cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await StopReadingAsync().WaitAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (!_app.Channel.HasApp)
        {
            return;
        }

        foreach (var (loaded, binding) in _app.Components.OfKind<IInputBinding>())
        {
            if (!loaded.Settings.IsInput())
            {
                continue;
            }

            var path = _app.Options.AppProtocol == AppProtocol.Grpc ? $"/{loaded.Name}" : loaded.Settings.Path();
            if (loaded.Settings.IsInputWithoutAsking() || await IsWantedAsync(path, cancellationToken))
            {
                _reading.Add(await binding.ReadAsync((e, token) => GiveAsync(loaded.Name, path, e, token), cancellationToken));
                LogReading(_logger, _app.AppId, loaded.Name, path);
            }
            else
            {
                LogNotWanted(_logger, _app.AppId, loaded.Name, path);
            }
        }
    }

    private async Task StopReadingAsync()
    {
        var reading = _reading.ToArray();
        _reading.Clear();
        await Task.WhenAll(reading.Select(handle => handle.DisposeAsync().AsTask()));
    }

    private async Task<bool> IsWantedAsync(string path, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AskTimeout);
        var answer = await _app.Channel.SendAsync(HttpMethod.Options, path, null, null, limit.Token);
        return answer.IsSuccess || answer.Status == MethodNotAllowed;
    }

    private async Task<ReadOnlyMemory<byte>> GiveAsync(string name, string path, BindingEvent e, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(e.Metadata, StringComparer.OrdinalIgnoreCase) { ["content-type"] = "application/json" };
        var given = headers.GetValueOrDefault(TraceParentField);
        var own = TraceParent.Continue(given, _app.Resources.Configuration.SamplingRate);
        headers[TraceParentField] = own;
        var began = _app.Services.Time.GetTimestamp();
        BindingEventAnswer? answer = null;
        try
        {
            answer = await AskAsync(name, path, headers, e.Data, cancellationToken);
        }
        finally
        {
            _app.Spans?.Record(own, given, $"bindings/{name}", SpanKind.Consumer, _app.Services.Time.GetElapsedTime(began), failed: answer is null);
        }

        await SendOnAsync(name, answer, cancellationToken);
        return answer.Response.Body;
    }

    private Task<BindingEventAnswer> AskAsync(
        string name, string path, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        _app.Metrics.MeasureAsync(
            ComponentActivity.InputBinding,
            name,
            ReadOperation,
            _app.Services.Time,
            () => _app.Resiliency.ForInbound(name, ResiliencyPolicies.Binding).RunAsync(
                async token =>
                {
                    var given = await _app.Channel.GiveAsync(name, path, headers, data, token);
                    return given.Response.IsSuccess ? given : throw new AppStatusException(given.Response.Status);
                },
                cancellationToken: cancellationToken));

    /// <summary>Gives the answer's data to the output bindings it names. The event is taken already: what fails here is only told.</summary>
    private async Task SendOnAsync(string name, BindingEventAnswer answer, CancellationToken cancellationToken)
    {
        var request = new BindingRequest(BindingRequest.Create, AsJson(answer.Response.Body), BindingAnswer.NoMetadata);
        if (answer.InParallel)
        {
            await Task.WhenAll(answer.To.Select(to => TrySendAsync(name, to, request, cancellationToken)));
            return;
        }

        foreach (var to in answer.To)
        {
            if (!await TrySendAsync(name, to, request, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> TrySendAsync(string name, string to, BindingRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await Api.InvokeAsync(to, request, cancellationToken);
            return true;
        }
        catch (DaprApiException e)
        {
            LogNotSentOn(_logger, e, _app.AppId, name, to);
            return false;
        }
    }

    /// <summary>What is no JSON goes on as <c>null</c>, as in daprd.</summary>
    private static ReadOnlyMemory<byte> AsJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return body;
        }
        catch (JsonException)
        {
            return "null"u8.ToArray();
        }
    }

    private async Task InvokeAsync(ApiContext context)
    {
        var name = context.Route("name");
        var call = await context.ReadJsonAsync(BindingsJson.Default.BindingCall);
        var metadata = new Dictionary<string, string>(call.Metadata ?? [], StringComparer.Ordinal) { [TraceParentField] = context.TraceParent };
        foreach (var header in (string[])[TraceStateField, BaggageField])
        {
            if (context.Header(header) is { } value)
            {
                metadata[header] = value;
            }
        }

        var data = call.Data.ValueKind == JsonValueKind.Undefined ? "null"u8.ToArray() : Encoding.UTF8.GetBytes(call.Data.GetRawText());
        BindingAnswer? answer;
        try
        {
            answer = await Api.InvokeAsync(name, new BindingRequest(call.Operation ?? "", data, metadata), context.Aborted);
        }
        catch (DaprApiException e) when (e.InnerException is BindingFailedException failed)
        {
            AddMetadata(context, failed.Answer);
            await context.JsonAsync(new ErrorBody(e.ErrorCode, e.Message), HttpJson.Readable.ErrorBody, e.HttpStatus);
            return;
        }

        if (answer is null)
        {
            await context.NoContentAsync();
            return;
        }

        AddMetadata(context, answer);
        if (answer.Data.IsEmpty)
        {
            await context.NoContentAsync();
        }
        else
        {
            await context.BytesAsync(answer.Data, "application/json");
        }
    }

    private static void AddMetadata(ApiContext context, BindingAnswer answer)
    {
        foreach (var (name, value) in answer.Metadata)
        {
            context.Http.Response.Headers[MetadataHeaderPrefix + name] = value;
        }
    }

    [LoggerMessage(EventId = 3401, Level = LogLevel.Information, Message = "app {AppId} hears binding {Binding} at {Path}")]
    private static partial void LogReading(ILogger logger, string appId, string binding, string path);

    [LoggerMessage(EventId = 3403, Level = LogLevel.Error, Message = "app {AppId} answered binding {Binding} with data for {Output}, which did not take it")]
    private static partial void LogNotSentOn(ILogger logger, Exception exception, string appId, string binding, string output);

    [LoggerMessage(EventId = 3402, Level = LogLevel.Information, Message = "app {AppId} does not want binding {Binding}: OPTIONS {Path} found nothing")]
    private static partial void LogNotWanted(ILogger logger, string appId, string binding, string path);
}
