using System.Collections.Concurrent;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;

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
    private static readonly TimeSpan ScanInterval = TimeSpan.FromSeconds(1);

    private readonly AppRuntime _app;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<ActorKey, ActiveActor> _actors = new();
    private volatile bool _stopping;

    public ActorHost(AppRuntime app, IReadOnlyDictionary<string, ActorTypeOptions> types)
    {
        _app = app;
        _time = app.Services.Time;
        _logger = app.Services.Loggers.CreateLogger<ActorHost>();
        Types = types;
    }

    public IReadOnlyDictionary<string, ActorTypeOptions> Types { get; }

    /// <summary>It takes calls for the type.</summary>
    public bool Hosts(string type) => !_stopping && Types.ContainsKey(type);

    /// <summary>The actor is in the app's hands: its state may be read and written.</summary>
    public bool IsActive(ActorKey key) => _actors.TryGetValue(key, out var actor) && actor.IsActivated;

    /// <summary>Active actors of each hosted type.</summary>
    public IReadOnlyDictionary<string, int> Count()
    {
        var counts = Types.Keys.ToDictionary(type => type, _ => 0, StringComparer.Ordinal);
        foreach (var actor in _actors.Values.Where(actor => actor.IsActivated))
        {
            counts[actor.Key.Type]++;
        }

        return counts;
    }

    /// <summary>
    /// Waits for the actor's turn and calls the app. A caller that gives up while the app works does not end the turn: the next one
    /// begins when the app has answered, so that the app never runs two turns of an actor at once.
    /// </summary>
    /// <exception cref="AppUnreachableException">The app gave no answer.</exception>
    /// <exception cref="TurnDepthException">The chain of calls is too deep.</exception>
    public async Task<AppResponse> CallAsync(ActorCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!Hosts(call.Key.Type))
            {
                throw new AppUnreachableException($"app '{_app.AppId}' does not host actors of type '{call.Key.Type}' now");
            }

            var actor = _actors.GetOrAdd(call.Key, static (key, host) => new ActiveActor(key, host.Types[key.Type]) { LastUsed = host._time.GetTimestamp() }, this);
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
                var idle = _actors.Values.Where(actor => _time.GetElapsedTime(actor.LastUsed) >= actor.Options.IdleTimeout);
                await Parallel.ForEachAsync(
                    idle,
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
        foreach (var actor in _actors.Values)
        {
            actor.IsActivated = false;
        }
    }

    /// <summary>Takes no more calls, lets those in work finish, deactivates.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        try
        {
            await Parallel.ForEachAsync(
                _actors.Values,
                new ParallelOptions { MaxDegreeOfParallelism = ParallelDeactivations, CancellationToken = cancellationToken },
                DrainAsync);
        }
        catch (OperationCanceledException)
        {
            LogNotDrained(_app.AppId, _actors.Count);
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

        await DeactivateAsync(actor, cancellationToken);
    }

    private async Task<AppResponse> TurnAsync(ActiveActor actor, ActorCall call, string? chain)
    {
        try
        {
            actor.LastUsed = _time.GetTimestamp();
            actor.IsActivated = true;
            var headers = call.Headers;
            if (chain is not null)
            {
                headers = new Dictionary<string, string>(call.Headers, StringComparer.OrdinalIgnoreCase) { [ReentrancyHeader] = chain };
            }

            return await _app.Channel.SendAsync(HttpMethod.Put, Address(call.Key, "/method/" + call.Path), headers, call.Body, CancellationToken.None);
        }
        catch (AppUnreachableException)
        {
            actor.IsActivated = false;
            await ForgetIfAwayAsync();
            throw;
        }
        finally
        {
            actor.LastUsed = _time.GetTimestamp();
            actor.Turns.Leave();
        }
    }

    /// <summary>One connection that breaks says nothing about the turns on the others; an app that does not listen has lost them all.</summary>
    private async Task ForgetIfAwayAsync()
    {
        if (_app.Options.AppPort is not { } port || !await AppPort.AcceptsAsync(_app.Options.AppChannelAddress, port))
        {
            Forget();
        }
    }

    /// <summary>The caller holds the turn; it ends with the activation.</summary>
    private async Task DeactivateAsync(ActiveActor actor, CancellationToken cancellationToken)
    {
        try
        {
            if (actor.IsActivated)
            {
                actor.IsActivated = false;
                var answer = await _app.Channel.SendAsync(HttpMethod.Delete, Address(actor.Key, ""), null, null, cancellationToken);
                if (!answer.IsSuccess)
                {
                    LogDeactivationRefused(_app.AppId, actor.Key.Type, answer.Status);
                }
            }
        }
        catch (AppUnreachableException)
        {
            await ForgetIfAwayAsync();
        }
        finally
        {
            _actors.TryRemove(KeyValuePair.Create(actor.Key, actor));
            actor.Turns.Close();
        }
    }

    private static string Address(ActorKey key, string rest) =>
        $"/actors/{Uri.EscapeDataString(key.Type)}/{Uri.EscapeDataString(key.Id)}{rest}";

    [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "app {AppId} answered {Status} to the deactivation of an actor of type {Type}")]
    private partial void LogDeactivationRefused(string appId, string type, int status);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Warning, Message = "app {AppId}: {Count} actors were not deactivated in time")]
    private partial void LogNotDrained(string appId, int count);
}
