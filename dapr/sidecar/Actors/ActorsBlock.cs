using System.Text;
using System.Text.Json;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Actors.Hosting;
using Personalization.Sidecar.Actors.Reminders;
using Personalization.Sidecar.Actors.State;
using Personalization.Sidecar.Actors.Timers;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Metadata;
using Personalization.Sidecar.Telemetry;

namespace Personalization.Sidecar.Actors;

/// <summary>Actors for one app: those it hosts, and calls to those that others host.</summary>
internal sealed partial class ActorsBlock : IBuildingBlock, IDisposable
{
    private const string ConfigPath = "/dapr/config";
    private const string Running = "RUNNING";
    private const int AskAttempts = 4;
    private const int NotFound = 404;
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(1);

    private readonly AppRuntime _app;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ActorInvoker _invoker;
    private readonly ActorStateApi _state;
    private readonly TimerApi _timerApi;
    private readonly ReminderApi _reminderApi;
    private Task _scan = Task.CompletedTask;
    private ReminderDuty? _duty;

    public ActorsBlock(AppRuntime app)
    {
        _app = app;
        _logger = app.Services.Loggers.CreateLogger<ActorsBlock>();
        Store = new ActorStore(app);
        _invoker = new ActorInvoker(app);
        _state = new ActorStateApi(this);
        _timerApi = new TimerApi(this);
        _reminderApi = new ReminderApi(this);
    }

    public ActorStore Store { get; }

    /// <summary>The hosted actors; null until the app said which types it hosts, and when it hosts none.</summary>
    public ActorHost? Host { get; private set; }

    public ActorTimers? Timers { get; private set; }

    /// <summary>Null as <see cref="Host"/>, and without an actor state store.</summary>
    public ReminderService? Reminders => _duty?.Service;

    public void MapEndpoints(ApiRoutes routes)
    {
        new InvokeEndpoints(_invoker).Map(routes);
        new ActorStateEndpoints(_state).Map(routes);
        new TimerEndpoints(_timerApi).Map(routes);
        new ReminderEndpoints(_reminderApi).Map(routes);
    }

    public void MapMethods(GrpcServer server) => new ActorMethods(_invoker, _state, _timerApi, _reminderApi).Map(server);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_app.Channel.HasApp)
        {
            return;
        }

        var types = await AskAsync(cancellationToken);
        if (types.Count == 0)
        {
            return;
        }

        var host = new ActorHost(_app, types);
        Timers = new ActorTimers(host, _app.Services.Time, _logger);
        if (Store.IsConfigured)
        {
            _duty = _app.Services.Registry.Actors.Duties.GetOrAdd(_app.AppId, static _ => new ReminderDuty());
            await _duty.JoinAsync(
                this,
                () => new ReminderService(
                    new ReminderStore(Store), (call, token) => RemindAsync(host, call, token), new AppPresence(_app.Options, _app.Services.Time, _stopping.Token), _app.Services.Time, _logger),
                cancellationToken);
        }
        else
        {
            LogNoStore(_app.AppId);
        }

        _scan = Task.Run(() => host.ScanAsync(_stopping.Token), CancellationToken.None);
        Host = host;
        LogHosting(_app.AppId, types.Count);
    }

    public Task AppHealthChangedAsync(bool healthy, CancellationToken cancellationToken)
    {
        if (!healthy)
        {
            Host?.Forget();
        }

        return Task.CompletedTask;
    }

    public void Describe(MetadataDocument document)
    {
        if (Host is not { } host)
        {
            return;
        }

        var counts = host.Count().Select(type => new MetadataActorType(type.Key, type.Value)).ToList();
        document.Actors.AddRange(counts);
        document.ActorRuntime = new MetadataActorRuntime { RuntimeStatus = Running, ActiveActors = counts, HostReady = true, Placement = "placement: connected" };
    }

    public void Measure(StringBuilder text)
    {
        Gauge(text, "dapr_runtime_actor_timers", "Timers of the app's actors.", Timers?.CountByType() ?? []);
        Gauge(text, "dapr_runtime_actor_reminders", "Reminders of the app's actors, kept by one of its replicas.", Reminders?.CountByType() ?? []);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _scan;
        if (Timers is not null)
        {
            await Timers.DisposeAsync();
        }

        if (_duty is not null)
        {
            await _duty.LeaveAsync(this, cancellationToken);
        }

        if (Host is not null)
        {
            await Host.StopAsync(cancellationToken);
        }
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>A firing handed to the app, counted whatever becomes of it.</summary>
    private static async Task<AppResponse> RemindAsync(ActorHost host, ActorCall call, CancellationToken cancellationToken)
    {
        var success = false;
        try
        {
            var answer = await host.CallAsync(call, cancellationToken);
            success = answer.IsSuccess;
            return answer;
        }
        finally
        {
            host.Counters.ReminderFired(call.Key.Type, success);
        }
    }

    private void Gauge(StringBuilder text, string name, string help, IEnumerable<KeyValuePair<string, int>> counts)
    {
        PrometheusText.Family(text, name, "gauge", help);
        foreach (var (type, count) in counts)
        {
            PrometheusText.Series(text, name, PrometheusText.Labels(("app_id", _app.AppId), ("actor_type", type)), count);
        }
    }

    private async Task<IReadOnlyDictionary<string, ActorTypeOptions>> AskAsync(CancellationToken cancellationToken)
    {
        var none = new Dictionary<string, ActorTypeOptions>();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await _app.Channel.SendAsync(HttpMethod.Get, ConfigPath, null, null, cancellationToken);
                if (answer.IsSuccess)
                {
                    return ActorConfigParser.Parse(answer.Body);
                }

                if (answer.Status != NotFound)
                {
                    LogNoAnswer(_app.AppId, answer.Status);
                }

                return none;
            }
            catch (JsonException exception)
            {
                LogUnreadable(exception, _app.AppId);
                return none;
            }
            catch (AppUnreachableException) when (attempt < AskAttempts)
            {
                await Task.Delay(AskInterval, _app.Services.Time, cancellationToken);
            }
        }
    }

    [LoggerMessage(EventId = 3231, Level = LogLevel.Information, Message = "app {AppId} hosts actors of {Count} types")]
    private partial void LogHosting(string appId, int count);

    [LoggerMessage(EventId = 3232, Level = LogLevel.Warning, Message = "app {AppId} hosts actors, but none of its state components says actorStateStore: \"true\" and has transactions; state and reminders are refused")]
    private partial void LogNoStore(string appId);

    [LoggerMessage(EventId = 3233, Level = LogLevel.Error, Message = "app {AppId} answered {Status} to /dapr/config: it hosts no actors")]
    private partial void LogNoAnswer(string appId, int status);

    [LoggerMessage(EventId = 3234, Level = LogLevel.Error, Message = "app {AppId}: the answer to /dapr/config cannot be read; it hosts no actors")]
    private partial void LogUnreadable(Exception exception, string appId);
}
