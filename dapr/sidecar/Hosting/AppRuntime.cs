using System.Text;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Telemetry;
using Personalization.Sidecar.Telemetry.Tracing;

namespace Personalization.Sidecar.Hosting;

/// <summary>
/// One app's sidecar. Start: components, API listening (outbound ready), app accepts, building blocks ask the app and begin, ready.
/// Stop: building blocks in reverse within the graceful seconds, API, components.
/// </summary>
internal sealed partial class AppRuntime : IAsyncDisposable
{
    private static readonly TimeSpan ReplicaInterval = TimeSpan.FromMilliseconds(200);

    private readonly ILogger _logger;
    private readonly HttpFace _http;
    private readonly GrpcFace? _grpc;
    private readonly AppHealthProbe? _probe;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _attaching = Task.CompletedTask;
    private int _stopped;
    private volatile bool _away;

    /// <exception cref="ResourceException">A component's settings are wrong.</exception>
    public AppRuntime(AppOptions options, ResourceSet resources, SidecarServices services)
    {
        Options = options;
        Resources = resources;
        Services = services;
        _logger = services.Loggers.CreateLogger<AppRuntime>();
        Resiliency = new ResiliencyPolicies([.. resources.Resiliencies.Where(r => r.IsInScope(options.AppId))], services.Time);
        Metrics = new ComponentMetrics(options.AppId, options.Namespace ?? "");
        Invocations = new InvocationMetrics(options.AppId);
        Counters = new RuntimeCounters(options.AppId);
        Spans = AppSpans.Create(options, resources.Configuration.Otlp, services);
        Components = ComponentLoader.Create(resources, options, services);
        HttpEndpoints = new HttpEndpoints([.. resources.HttpEndpoints.Where(e => e.IsFor(options.AppId, options.Namespace))]);
        Channel = options.AppProtocol == AppProtocol.Grpc ? new GrpcAppChannel(options) : new AppChannel(options);
        _probe = options.AppHealth is { } health && Channel.HasApp ? new AppHealthProbe(health, Channel, services.Time, Counters) : null;
        Blocks = BuildingBlockCatalog.Create(this);
        _http = new HttpFace(this);
        _grpc = options.GrpcPort is { } port ? new GrpcFace(this, port) : null;
    }

    public AppOptions Options { get; }

    public string AppId => Options.AppId;

    /// <summary>What the process shares: time, logging, the other apps.</summary>
    public SidecarServices Services { get; }

    /// <summary>All resources of the app's folders; components out of scope included.</summary>
    public ResourceSet Resources { get; }

    /// <summary>The components in the app's scope.</summary>
    public ComponentSet Components { get; }

    public ResiliencyPolicies Resiliency { get; }

    /// <summary>The servers outside of Dapr that the app may invoke.</summary>
    public HttpEndpoints HttpEndpoints { get; }

    /// <summary>What was done with components.</summary>
    public ComponentMetrics Metrics { get; }

    /// <summary>The calls that the app makes to others.</summary>
    public InvocationMetrics Invocations { get; }

    /// <summary>What else is counted.</summary>
    public RuntimeCounters Counters { get; }

    /// <summary>Where steps of traces are told of; null when nobody receives them.</summary>
    public AppSpans? Spans { get; }

    /// <summary>The way to the app.</summary>
    public IAppChannel Channel { get; }

    public IReadOnlyList<IBuildingBlock> Blocks { get; }

    /// <summary>The port of the HTTP API, once listening.</summary>
    public int HttpPort => _http.Port;

    /// <summary>The port of the gRPC API, once listening; null: it is not served.</summary>
    public int? GrpcPort => _grpc?.Port;

    /// <summary>The API answers; the app may not be there yet.</summary>
    public bool IsOutboundReady { get; private set; }

    /// <summary>The app is there, subscribed and served.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The app's health probe last succeeded; without a probe, the app has been reached.</summary>
    public bool IsAppHealthy => IsReady && (_probe?.IsHealthy ?? true);

    /// <summary>One of several replicas of the app, and its process does not listen now: the others do its work.</summary>
    public bool IsAway => _away;

    /// <summary>Calls are worth sending to the app.</summary>
    public bool Serves => IsAppHealthy && !_away;

    /// <summary>Completes when <see cref="IsReady"/> first is true; fails when a building block cannot start.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when the app's sidecar is asked to stop over its API.</summary>
    public Task StopRequested => _stopRequested.Task;

    /// <summary>The building block of a type.</summary>
    public T Block<T>()
        where T : IBuildingBlock => Blocks.OfType<T>().Single();

    /// <summary>Returns once the API listens; the rest goes on in the background until <see cref="Ready"/>.</summary>
    /// <exception cref="ComponentInitException">A component cannot be opened and is not marked <c>ignoreErrors</c>.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var began = Services.Time.GetTimestamp();
        await ComponentLoader.InitAsync(Components, new ComponentContext(AppId, Options.Namespace ?? "", Services), _logger, cancellationToken);
        await HttpEndpoints.OpenAsync(Components, _logger, cancellationToken);
        await _http.StartAsync(cancellationToken);
        if (_grpc is not null)
        {
            await _grpc.StartAsync(cancellationToken);
        }

        Services.Registry.Add(this);
        IsOutboundReady = true;
        LogListening(AppId, HttpPort);
        if (GrpcPort is { } port)
        {
            LogListeningGrpc(AppId, port);
        }

        _attaching = AttachAsync(began, _stopping.Token);
    }

    /// <summary>Somebody dialled the app in vain. It counts as there again as soon as it accepts.</summary>
    public void FoundAway() => _away = Services.Registry.HasReplicas(AppId);

    /// <summary>Asks for a stop, as <c>POST /v1.0/shutdown</c> does; the host carries it out.</summary>
    public void RequestStop() => _stopRequested.TrySetResult();

    /// <summary>Adds the gRPC API's part to the metrics.</summary>
    public void MeasureGrpc(StringBuilder text) => _grpc?.Measure(text);

    /// <summary>Stops gracefully; once.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        IsReady = false;
        await _stopping.CancelAsync();
        await _attaching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        using var deadline = new CancellationTokenSource(Options.GracefulShutdown, Services.Time);
        for (var i = Blocks.Count - 1; i >= 0; i--)
        {
            try
            {
                await Blocks[i].StopAsync(deadline.Token);
            }
            catch (Exception e)
            {
                LogStopFailed(e, Blocks[i].GetType().Name, AppId);
            }
        }

        IsOutboundReady = false;
        Services.Registry.Remove(this);
        await _http.StopAsync(deadline.Token);
        if (_grpc is not null)
        {
            await _grpc.StopAsync(deadline.Token);
        }

        await Channel.DisposeAsync();
        await HttpEndpoints.DisposeAsync();
        await Components.DisposeAsync();
        await (Spans?.DisposeAsync() ?? ValueTask.CompletedTask);
        _ready.TrySetCanceled();
        LogStopped(AppId);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _http.DisposeAsync();
        if (_grpc is not null)
        {
            await _grpc.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private async Task AttachAsync(long began, CancellationToken cancellationToken)
    {
        try
        {
            if (Channel.HasApp)
            {
                LogWaitingForApp(AppId, Options.AppPort!.Value);
                await AppPort.WaitUntilAcceptsAsync(Options.AppChannelAddress, Options.AppPort.Value, Services.Time, cancellationToken);
            }

            if (_probe is not null)
            {
                await _probe.WaitUntilHealthyAsync(cancellationToken);
            }

            foreach (var block in Blocks)
            {
                await block.StartAsync(cancellationToken);
            }

            IsReady = true;
            _ready.TrySetResult();
            LogInitialized(AppId, (long)Services.Time.GetElapsedTime(began).TotalMilliseconds);
            await Task.WhenAll(
                _probe?.WatchAsync(healthy => TellHealthAsync(healthy, cancellationToken), cancellationToken) ?? Task.CompletedTask,
                Channel.HasApp ? WatchReplicaAsync(cancellationToken) : Task.CompletedTask);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // As in daprd the process lives on without being ready: /healthz says so, and calls out of the app still work.
            LogStartFailed(e, AppId);
            _ready.TrySetException(e);
        }
    }

    /// <summary>While the app has other replicas, looks whether this one listens.</summary>
    private async Task WatchReplicaAsync(CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            await Task.Delay(ReplicaInterval, Services.Time, cancellationToken);
            _away = Services.Registry.HasReplicas(AppId) && !await AppPort.AcceptsAsync(Options.AppChannelAddress, Options.AppPort!.Value, cancellationToken);
            if (_away != told)
            {
                told = _away;
                await TellHealthAsync(!told, cancellationToken);
            }
        }
    }

    private async Task TellHealthAsync(bool healthy, CancellationToken cancellationToken)
    {
        LogHealth(AppId, healthy ? "healthy" : "unhealthy");
        foreach (var block in Blocks)
        {
            await block.AppHealthChangedAsync(healthy, cancellationToken);
        }
    }
}
