namespace Dapr.Actors.Runtime;

/// <summary>Registers timers and reminders; tests replace it.</summary>
public abstract class ActorTimerManager
{
    /// <summary>Registers a reminder, in place of one of the same name.</summary>
    public abstract Task RegisterReminderAsync(ActorReminder reminder);

    /// <summary>Reads a reminder.</summary>
    public abstract Task<IActorReminder?> GetReminderAsync(ActorReminderToken reminder);

    /// <summary>Removes a reminder.</summary>
    public abstract Task UnregisterReminderAsync(ActorReminderToken reminder);

    /// <summary>Registers a timer, in place of one of the same name.</summary>
    public abstract Task RegisterTimerAsync(ActorTimer timer);

    /// <summary>Removes a timer.</summary>
    public abstract Task UnregisterTimerAsync(ActorTimerToken timer);
}
