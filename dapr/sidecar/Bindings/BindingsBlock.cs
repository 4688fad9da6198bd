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

namespace Personalization.Sidecar.Bindings;

/// <summary>
/// Bindings of one app: calls out of it, and events into it. Without a <c>direction</c> the app is asked by OPTIONS on the path whether it wants the events.
/// An app's answer to an event goes to the component alone: that it could name state and further bindings works in daprd over gRPC only.
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

            var path = loaded.Settings.Path();
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
        headers[TraceParentField] = TraceParent.Continue(headers.GetValueOrDefault(TraceParentField), _app.Resources.Configuration.SamplingRate);
        var answer = await _app.Metrics.MeasureAsync(
            ComponentActivity.InputBinding,
            name,
            ReadOperation,
            _app.Services.Time,
            () => _app.Resiliency.ForInbound(name, ResiliencyPolicies.Binding).RunAsync(
                async token =>
                {
                    var given = await _app.Channel.SendAsync(HttpMethod.Post, path, headers, e.Data, token);
                    return given.IsSuccess ? given : throw new AppStatusException(given.Status);
                },
                cancellationToken: cancellationToken));
        return answer.Body;
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

    [LoggerMessage(EventId = 3402, Level = LogLevel.Information, Message = "app {AppId} does not want binding {Binding}: OPTIONS {Path} found nothing")]
    private static partial void LogNotWanted(ILogger logger, string appId, string binding, string path);
}
