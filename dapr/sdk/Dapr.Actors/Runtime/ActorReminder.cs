namespace Dapr.Actors.Runtime;

/// <summary>A reminder of an actor.</summary>
public class ActorReminder : ActorReminderToken, IActorReminder
{
    /// <summary>Creates a reminder without an end.</summary>
    public ActorReminder(string actorType, ActorId actorId, string name, byte[]? state, TimeSpan dueTime, TimeSpan period)
        : this(actorType, actorId, name, state, dueTime, period, repetitions: null, ttl: null)
    {
    }

    /// <summary>Creates a reminder that ends after a time.</summary>
    public ActorReminder(string actorType, ActorId actorId, string name, byte[]? state, TimeSpan dueTime, TimeSpan period, TimeSpan ttl)
        : this(actorType, actorId, name, state, dueTime, period, repetitions: null, ttl)
    {
    }

    /// <summary>Creates a reminder that ends after a number of firings or a time, whichever comes first.</summary>
    public ActorReminder(string actorType, ActorId actorId, string name, byte[]? state, TimeSpan dueTime, TimeSpan period, int? repetitions, TimeSpan? ttl)
        : base(actorType, actorId, name)
    {
        ActorSchedule.Validate(dueTime, period, ttl);
        if (repetitions <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(repetitions), $"The repetitions {repetitions} specified must be a valid positive integer.");
        }

        State = state;
        DueTime = dueTime;
        Period = period;
        Repetitions = repetitions;
        Ttl = ttl;
    }

    /// <summary>Creates a reminder that ends after a number of firings.</summary>
    public ActorReminder(string actorType, ActorId actorId, string name, byte[]? state, TimeSpan dueTime, TimeSpan period, int? repetitions)
        : this(actorType, actorId, name, state, dueTime, period, repetitions, ttl: null)
    {
    }

    /// <inheritdoc/>
    public byte[]? State { get; }

    /// <inheritdoc/>
    public TimeSpan DueTime { get; }

    /// <inheritdoc/>
    public TimeSpan Period { get; }

    /// <summary>After what time it ends.</summary>
    public TimeSpan? Ttl { get; }

    /// <summary>After how many firings it ends.</summary>
    public int? Repetitions { get; }
}
