using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Telemetry;

namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>
/// The actors of one app: who is active, whose turn it is, who has been idle too long. An app that goes away takes its activations
/// with it; they are forgotten, not deactivated.
/// </summary>
internal sealed partial class ActorHost
{
    /// <summary>Carries the chain of calls; the app passes it on in the calls it makes.</summary>
    public const string ReentrancyHeader = "Dapr-Reentrancy-Id";

    private const int ParallelDeactivations = 32;
    private const int ReleaseAttempts = 3;
    private static readonly TimeSpan ScanInterval = TimeSpan.FromSeconds(1);

    private readonly AppRuntime _app;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ActorTable _actors;
    private volatile bool _stopping;

    public ActorHost(AppRuntime app, IReadOnlyDictionary<string, ActorTypeOptions> types)
    {
        _app = app;
        _time = app.Services.Time;
        _actors = app.Services.Registry.Actors;
        _logger = app.Services.Loggers.CreateLogger<ActorHost>();
        Types = types;
    }

    public IReadOnlyDictionary<string, ActorTypeOptions> Types { get; }

    /// <summary>Counts of the app's sidecar.</summary>
    public RuntimeCounters Counters => _app.Counters;

    /// <summary>It takes calls for the type.</summary>
    public bool Hosts(string type) => !_stopping && Types.ContainsKey(type);

    /// <summary>It takes calls, and its app is there.</summary>
    public bool IsThere => !_stopping && !_app.IsAway;

    /// <summary>Tells replicas of one app apart, and stays the same over restarts.</summary>
    public string PlacementId => $"{_app.AppId}/{_app.Options.AppPort}";

    /// <summary>The actor is in the app's hands: its state may be read and written.</summary>
    public bool IsActive(ActorKey key) => _actors.TryGet(key, out var actor) && actor.Host == this;

    /// <summary>The actor is in the hands of another replica's app, or of another app.</summary>
    public bool LivesElsewhere(ActorKey key) => _actors.TryGet(key, out var actor) && actor.Host is { } host && host != this;

    /// <summary>Active actors of each hosted type.</summary>
    public IReadOnlyDictionary<string, int> Count()
    {
        var counts = Types.Keys.ToDictionary(type => type, _ => 0, StringComparer.Ordinal);
        foreach (var actor in _actors.At(this))
        {
            counts[actor.Key.Type]++;
        }

        return counts;
    }

    /// <summary>
    /// Waits for the actor's turn and calls the app where the actor then has its place. A caller that gives up while the app works does not end the
    /// turn: the next one begins when the app has answered, so that no two turns of an actor run at once.
    /// </summary>
    /// <exception cref="AppUnreachableException">The app gave no answer.</exception>
    /// <exception cref="TurnDepthException">The chain of calls is too deep.</exception>
    public async Task<AppResponse> CallAsync(ActorCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            var options = Place(call.Key).Types[call.Key.Type];
            var actor = _actors.GetOrAdd(call.Key, options, _time.GetTimestamp());
            var chain = actor.Options.Reentrancy ? call.ReentrancyId ?? Guid.NewGuid().ToString() : null;
            if (!await actor.Turns.EnterAsync(chain, actor.Options.MaxStackDepth, cancellationToken))
            {
                continue;
            }

            return await TurnAsync(actor, call, chain).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Deactivates idle actors until the token fires.</summary>
    public async Task ScanAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ScanInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await Parallel.ForEachAsync(
                    _actors.IdleAt(this, _time),
                    new ParallelOptions { MaxDegreeOfParallelism = ParallelDeactivations, CancellationToken = cancellationToken },
                    async (actor, token) =>
                    {
                        if (actor.Turns.TryEnter())
                        {
                            await DeactivateAsync(actor, token);
                        }
                    });
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>The app is gone, and with it every activation.</summary>
    public void Forget()
    {
        foreach (var actor in _actors.At(this))
        {
            actor.Host = null;
        }
    }

    /// <summary>Takes no more calls, lets those in work finish, deactivates.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        try
        {
            await Parallel.ForEachAsync(
                _actors.At(this),
                new ParallelOptions { MaxDegreeOfParallelism = ParallelDeactivations, CancellationToken = cancellationToken },
                DrainAsync);
        }
        catch (OperationCanceledException)
        {
            LogNotDrained(_app.AppId, _actors.At(this).Count());
        }
    }

    private async ValueTask DrainAsync(ActiveActor actor, CancellationToken cancellationToken)
    {
        if (!actor.Turns.TryEnter())
        {
            if (!actor.Options.Drain)
            {
                return;
            }

            using var patience = new CancellationTokenSource(actor.Options.DrainTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            try
            {
                if (!await actor.Turns.EnterAsync(null, int.MaxValue, either.Token))
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }

        if (actor.Host != this)
        {
            // It moved while this one waited for its turn.
            actor.Turns.Leave();
            return;
        }

        await DeactivateAsync(actor, cancellationToken);
    }

    /// <summary>Who has the actor's place now.</summary>
    /// <exception cref="AppUnreachableException">Nobody takes calls for the type.</exception>
    private ActorHost Place(ActorKey key) =>
        ActorPlacement.Find(_app.Services.Registry, key)
        ?? (Hosts(key.Type) ? this : throw new AppUnreachableException($"app '{_app.AppId}' does not host actors of type '{key.Type}' now"));

    private async Task<AppResponse> TurnAsync(ActiveActor actor, ActorCall call, string? chain)
    {
        try
        {
            // A call of a chain stays where the chain is; any other finds the actor at its place, once it has left another one.
            var host = actor.Turns.IsNested && actor.Host is { } same ? same : Place(call.Key);
            if (actor.Host is { } before && before != host)
            {
                await before.ReleaseAsync(actor, CancellationToken.None);
            }

            actor.Host = host;
            return await host.SendAsync(actor, call, chain);
        }
        finally
        {
            actor.LastUsed = _time.GetTimestamp();
            actor.Turns.Leave();
        }
    }

    private async Task<AppResponse> SendAsync(ActiveActor actor, ActorCall call, string? chain)
    {
        try
        {
            actor.LastUsed = _time.GetTimestamp();
            var headers = call.Headers;
            if (chain is not null)
            {
                headers = new Dictionary<string, string>(call.Headers, StringComparer.OrdinalIgnoreCase) { [ReentrancyHeader] = chain };
            }

            return await _app.Channel.SendAsync(HttpMethod.Put, Address(call.Key, "/method/" + call.Path), headers, call.Body, CancellationToken.None);
        }
        catch (AppUnreachableException)
        {
            if (!await ForgetIfAwayAsync() && !_app.Services.Registry.HasReplicas(_app.AppId))
            {
                actor.Host = null;
            }

            throw;
        }
    }

    /// <summary>One connection that breaks says nothing about the turns on the others; an app that does not listen has lost them all.</summary>
    private async Task<bool> ForgetIfAwayAsync()
    {
        if (_app.Options.AppPort is { } port && await AppPort.AcceptsAsync(_app.Options.AppChannelAddress, port))
        {
            return false;
        }

        _app.FoundAway();
        Forget();
        return true;
    }

    /// <summary>The caller holds the turn; it ends with the activation.</summary>
    private async Task DeactivateAsync(ActiveActor actor, CancellationToken cancellationToken)
    {
        try
        {
            if (actor.Host is { } host)
            {
                await host.ReleaseAsync(actor, cancellationToken);
            }
        }
        finally
        {
            _actors.Remove(actor);
            actor.Turns.Close();
        }
    }

    /// <summary>The caller holds the turn. An app whose answer does not come, although it listens, is asked again: it may still hold the actor.</summary>
    private async Task ReleaseAsync(ActiveActor actor, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                actor.Host = null;
                var answer = await _app.Channel.SendAsync(HttpMethod.Delete, Address(actor.Key, ""), null, null, cancellationToken);
                Counters.Deactivated(actor.Key.Type, answer.IsSuccess);
                if (!answer.IsSuccess)
                {
                    LogDeactivationRefused(_app.AppId, actor.Key.Type, answer.Status);
                }

                return;
            }
            catch (AppUnreachableException)
            {
                if (await ForgetIfAwayAsync() || attempt == ReleaseAttempts)
                {
                    return;
                }
            }
        }
    }

    private static string Address(ActorKey key, string rest) =>
        $"/actors/{Uri.EscapeDataString(key.Type)}/{Uri.EscapeDataString(key.Id)}{rest}";

    [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "app {AppId} answered {Status} to the deactivation of an actor of type {Type}")]
    private partial void LogDeactivationRefused(string appId, string type, int status);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Warning, Message = "app {AppId}: {Count} actors were not deactivated in time")]
    private partial void LogNotDrained(string appId, int count);
}
