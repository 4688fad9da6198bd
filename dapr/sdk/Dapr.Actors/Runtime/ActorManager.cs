using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text.Json;
using Dapr.Actors.Client;
using Dapr.Actors.Wire;
using Microsoft.Extensions.Logging;

namespace Dapr.Actors.Runtime;

/// <summary>The actors of one type that are active here. The sidecar sends one turn at a time to each; this class relies on it.</summary>
internal sealed partial class ActorManager
{
    private static readonly ActorMethodContext TimerTurn = ActorMethodContext.CreateForTimer();
    private static readonly ActorMethodContext ReminderTurn = ActorMethodContext.CreateForReminder();

    private readonly ConcurrentDictionary<string, ActorActivatorState> _active = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ActorMethod> _methods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ActorTimerCallback> _callbacks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, System.Reflection.MethodInfo> _interface = new(StringComparer.Ordinal);
    private readonly ActorTypeInformation _type;
    private readonly ActorActivator _activator;
    private readonly JsonSerializerOptions _json;
    private readonly ILoggerFactory _loggers;
    private readonly IActorProxyFactory _proxies;
    private readonly SidecarActorTimerManager _timers;
    private readonly ActorStateStore _states;
    private readonly ILogger _logger;

    public ActorManager(ActorTypeInformation type, ActorActivator activator, JsonSerializerOptions json, ILoggerFactory loggers, IActorProxyFactory proxies, ActorSidecar sidecar, TimeProvider time)
    {
        // Options that name no resolver get the reflective one, as they would at their first use.
        json.MakeReadOnly(populateMissingResolver: true);
        _type = type;
        _activator = activator;
        _json = json;
        _loggers = loggers;
        _proxies = proxies;
        _timers = new SidecarActorTimerManager(sidecar);
        _states = new ActorStateStore(sidecar, json, time);
        _logger = loggers.CreateLogger<ActorManager>();
        foreach (var method in type.InterfaceTypes.SelectMany(declaring => declaring.GetMethods()))
        {
            _interface.Add(method.Name, method);
        }
    }

    /// <summary>Runs a method as a turn and returns what writes its answer.</summary>
    public async Task<Func<PipeWriter, CancellationToken, Task>?> InvokeAsync(string actorId, string methodName, PipeReader body, bool typed, CancellationToken cancellationToken)
    {
        if (!_methods.TryGetValue(methodName, out var method))
        {
            method = _interface.TryGetValue(methodName, out var declared)
                ? _methods.GetOrAdd(methodName, ActorMethod.Create(declared, _json))
                : throw new MissingMethodException($"Actor type doesn't contain method {methodName}");
        }

        return await RunTurnAsync(
            actorId,
            method.Context,
            async actor =>
            {
                var arguments = await method.ReadArgumentsAsync(body, typed, cancellationToken).ConfigureAwait(false);
                return await method.InvokeAsync(actor, arguments, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    /// <summary>Runs a reminder as a turn; an actor without reminders ignores it.</summary>
    public async Task FireReminderAsync(string actorId, string reminderName, Stream body, CancellationToken cancellationToken)
    {
        if (!_type.IsRemindable)
        {
            return;
        }

        var firing = await ReadFiringAsync(body, cancellationToken).ConfigureAwait(false);
        await RunTurnAsync(
            actorId,
            ReminderTurn,
            async actor =>
            {
                await ((IRemindable)actor).ReceiveReminderAsync(reminderName, firing.Data, firing.DueTime, firing.Period).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
    }

    /// <summary>Runs a timer's callback as a turn.</summary>
    public async Task FireTimerAsync(string actorId, Stream body, CancellationToken cancellationToken)
    {
        var firing = await ReadFiringAsync(body, cancellationToken).ConfigureAwait(false);
        await RunTurnAsync(
            actorId,
            TimerTurn,
            async actor =>
            {
                var callback = _callbacks.GetOrAdd(firing.Callback, static (name, type) => ActorTimerCallback.Create(type, name), _type);
                await callback.InvokeAsync(actor, firing.Data).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
    }

    public async Task DeactivateAsync(string actorId)
    {
        if (_active.TryRemove(actorId, out var state))
        {
            await DeactivateAsync(state).ConfigureAwait(false);
        }
    }

    private static async ValueTask<ActorFiring> ReadFiringAsync(Stream body, CancellationToken cancellationToken) =>
        await ActorFiring.ReadAsync(body, cancellationToken).ConfigureAwait(false) ?? new ActorFiring(string.Empty, [], TimeSpan.Zero, TimeSpan.Zero, null);

    private async Task<T> RunTurnAsync<T>(string actorId, ActorMethodContext turn, Func<Actor, Task<T>> run)
    {
        if (!_active.TryGetValue(actorId, out var state))
        {
            state = await ActivateAsync(actorId).ConfigureAwait(false);
        }

        var actor = state.Actor;
        var reentrant = ActorReentrancyContextAccessor.ReentrancyContext is not null ? actor.StateManager as ActorStateManager : null;
        reentrant?.BeginReentrantCall();
        try
        {
            await actor.BeginTurnAsync(turn).ConfigureAwait(false);
            var result = await run(actor).ConfigureAwait(false);
            await actor.EndTurnAsync(turn).ConfigureAwait(false);
            return result;
        }
        catch (Exception failure)
        {
            await actor.FailTurnAsync(turn, failure).ConfigureAwait(false);
            throw;
        }
        finally
        {
            reentrant?.EndReentrantCall();
        }
    }

    private async Task<ActorActivatorState> ActivateAsync(string actorId)
    {
        var host = new ActorHost(_type, new ActorId(actorId), _json, _loggers, _proxies, _timers) { StateStore = _states };
        var state = await _activator.CreateAsync(host).ConfigureAwait(false);
        try
        {
            await state.Actor.ActivateAsync().ConfigureAwait(false);
        }
        catch
        {
            await _activator.DeleteAsync(state).ConfigureAwait(false);
            throw;
        }

        var active = _active.GetOrAdd(actorId, state);
        if (!ReferenceEquals(active, state))
        {
            await DeactivateAsync(state).ConfigureAwait(false);
            return active;
        }

        Activated(_logger, _type.ActorTypeName);
        return state;
    }

    private async Task DeactivateAsync(ActorActivatorState state)
    {
        try
        {
            await state.Actor.DeactivateAsync().ConfigureAwait(false);
        }
        finally
        {
            await _activator.DeleteAsync(state).ConfigureAwait(false);
        }

        Deactivated(_logger, _type.ActorTypeName);
    }
}
