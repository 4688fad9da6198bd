using Dapr.Actors.Client;
using Microsoft.Extensions.Logging;

namespace Dapr.Actors.Runtime;

/// <summary>
/// The base of actors. The sidecar lets in one turn (method, timer or reminder) at a time. A turn that ends well saves the changed states in one
/// transaction; one that throws forgets them.
/// </summary>
public abstract class Actor
{
    /// <summary>Creates the actor; called by the runtime at activation.</summary>
    protected Actor(ActorHost host)
    {
        Host = host;
        StateManager = new ActorStateManager(this);
        Logger = host.LoggerFactory.CreateLogger(GetType());
    }

    /// <summary>The id.</summary>
    public ActorId Id => Host.Id;

    /// <summary>What the runtime gave the actor.</summary>
    public ActorHost Host { get; }

    /// <summary>Makes proxies of other actors.</summary>
    public IActorProxyFactory ProxyFactory => Host.ProxyFactory;

    /// <summary>The states.</summary>
    public IActorStateManager StateManager { get; protected set; }

    /// <summary>The logger of the class.</summary>
    protected ILogger Logger { get; }

    /// <summary>Registers a timer that calls a method of this class with at most one argument, the bytes, and no result but a task.</summary>
    /// <returns>The timer; without a name it has been given a unique one.</returns>
    public Task<ActorTimer> RegisterTimerAsync(string? timerName, string callback, byte[]? callbackParams, TimeSpan dueTime, TimeSpan period) =>
        RegisterAsync(timerName, callback, callbackParams, dueTime, period, ttl: null);

    /// <summary>Registers a timer that ends after a time.</summary>
    /// <returns>The timer; without a name it has been given a unique one.</returns>
    public Task<ActorTimer> RegisterTimerAsync(string? timerName, string callback, byte[]? callbackParams, TimeSpan dueTime, TimeSpan period, TimeSpan ttl) =>
        RegisterAsync(timerName, callback, callbackParams, dueTime, period, ttl);

    internal async Task ActivateAsync()
    {
        await ResetStateAsync().ConfigureAwait(false);
        await OnActivateAsync().ConfigureAwait(false);
        await SaveStateAsync().ConfigureAwait(false);
    }

    internal async Task DeactivateAsync()
    {
        await ResetStateAsync().ConfigureAwait(false);
        await OnDeactivateAsync().ConfigureAwait(false);
    }

    internal Task BeginTurnAsync(ActorMethodContext turn) => OnPreActorMethodAsync(turn);

    internal async Task EndTurnAsync(ActorMethodContext turn)
    {
        await OnPostActorMethodAsync(turn).ConfigureAwait(false);
        await SaveStateAsync().ConfigureAwait(false);
    }

    internal async Task FailTurnAsync(ActorMethodContext turn, Exception failure)
    {
        await OnActorMethodFailedAsync(turn, failure).ConfigureAwait(false);
        await ResetStateAsync().ConfigureAwait(false);
    }

    /// <summary>Saves the changed states now instead of at the end of the turn.</summary>
    protected Task SaveStateAsync() => StateManager.SaveStateAsync();

    /// <summary>Called before the first turn.</summary>
    protected virtual Task OnActivateAsync() => Task.CompletedTask;

    /// <summary>Called after the last turn. Changes of states made here are lost.</summary>
    protected virtual Task OnDeactivateAsync() => Task.CompletedTask;

    /// <summary>Called before each turn.</summary>
    protected virtual Task OnPreActorMethodAsync(ActorMethodContext actorMethodContext) => Task.CompletedTask;

    /// <summary>Called after each turn that ended well, before its changes are saved.</summary>
    protected virtual Task OnPostActorMethodAsync(ActorMethodContext actorMethodContext) => Task.CompletedTask;

    /// <summary>Called after each turn that threw, before its changes are forgotten.</summary>
    protected virtual Task OnActorMethodFailedAsync(ActorMethodContext actorMethodContext, Exception e) => Task.CompletedTask;

    /// <summary>Registers a reminder. A negative period fires once.</summary>
    protected Task<IActorReminder> RegisterReminderAsync(string reminderName, byte[]? state, TimeSpan dueTime, TimeSpan period) =>
        RegisterAsync(new ActorReminder(Host.ActorTypeInfo.ActorTypeName, Id, reminderName, state, dueTime, period));

    /// <summary>Registers a reminder that ends after a time.</summary>
    protected Task<IActorReminder> RegisterReminderAsync(string reminderName, byte[]? state, TimeSpan dueTime, TimeSpan period, TimeSpan ttl) =>
        RegisterAsync(new ActorReminder(Host.ActorTypeInfo.ActorTypeName, Id, reminderName, state, dueTime, period, ttl));

    /// <summary>Registers a reminder that ends after a number of firings or a time, whichever comes first.</summary>
    protected Task<IActorReminder> RegisterReminderAsync(string reminderName, byte[]? state, TimeSpan dueTime, TimeSpan period, int repetitions, TimeSpan ttl) =>
        RegisterAsync(new ActorReminder(Host.ActorTypeInfo.ActorTypeName, Id, reminderName, state, dueTime, period, repetitions, ttl));

    /// <summary>Registers a reminder that ends after a number of firings.</summary>
    protected Task<IActorReminder> RegisterReminderAsync(string reminderName, byte[]? state, TimeSpan dueTime, TimeSpan period, int repetitions) =>
        RegisterAsync(new ActorReminder(Host.ActorTypeInfo.ActorTypeName, Id, reminderName, state, dueTime, period, repetitions));

    /// <summary>Reads a reminder.</summary>
    /// <exception cref="DaprApiException">There is none, by the sidecar's error code.</exception>
    protected Task<IActorReminder?> GetReminderAsync(string reminderName) =>
        Host.TimerManager.GetReminderAsync(new ActorReminderToken(Host.ActorTypeInfo.ActorTypeName, Id, reminderName));

    /// <summary>Removes a reminder.</summary>
    protected Task UnregisterReminderAsync(IActorReminder reminder) =>
        Host.TimerManager.UnregisterReminderAsync(reminder as ActorReminderToken ?? new ActorReminderToken(Host.ActorTypeInfo.ActorTypeName, Id, reminder.Name));

    /// <summary>Removes a reminder.</summary>
    protected Task UnregisterReminderAsync(string reminderName) =>
        Host.TimerManager.UnregisterReminderAsync(new ActorReminderToken(Host.ActorTypeInfo.ActorTypeName, Id, reminderName));

    /// <summary>Removes a timer.</summary>
    protected Task UnregisterTimerAsync(ActorTimer timer) => Host.TimerManager.UnregisterTimerAsync(timer);

    /// <summary>Removes a timer.</summary>
    protected Task UnregisterTimerAsync(string timerName) =>
        Host.TimerManager.UnregisterTimerAsync(new ActorTimerToken(Host.ActorTypeInfo.ActorTypeName, Id, timerName));

    private Task ResetStateAsync() => StateManager.ClearCacheAsync();

    private async Task<IActorReminder> RegisterAsync(ActorReminder reminder)
    {
        await Host.TimerManager.RegisterReminderAsync(reminder).ConfigureAwait(false);
        return reminder;
    }

    private async Task<ActorTimer> RegisterAsync(string? timerName, string callback, byte[]? callbackParams, TimeSpan dueTime, TimeSpan period, TimeSpan? ttl)
    {
        ActorTimerCallback.EnsureValid(Host.ActorTypeInfo, callback);
        var name = string.IsNullOrEmpty(timerName) ? $"{Id}_Timer_{Guid.NewGuid()}" : timerName;
        var timer = new ActorTimer(Host.ActorTypeInfo.ActorTypeName, Id, name, callback, callbackParams, dueTime, period, limit: ttl);
        await Host.TimerManager.RegisterTimerAsync(timer).ConfigureAwait(false);
        return timer;
    }
}
