namespace Dapr.Actors.Runtime;

/// <summary>A timer of an actor: kept in memory, gone when the actor is deactivated or the sidecar stops.</summary>
public class ActorTimer : ActorTimerToken
{
    /// <summary>Creates a timer without an end.</summary>
    public ActorTimer(string actorType, ActorId actorId, string name, string timerCallback, byte[]? data, TimeSpan dueTime, TimeSpan period)
        : this(actorType, actorId, name, timerCallback, data, dueTime, period, limit: null)
    {
    }

    /// <summary>Creates a timer that ends after a time.</summary>
    public ActorTimer(string actorType, ActorId actorId, string name, string timerCallback, byte[]? data, TimeSpan dueTime, TimeSpan period, TimeSpan ttl)
        : this(actorType, actorId, name, timerCallback, data, dueTime, period, limit: ttl)
    {
    }

    internal ActorTimer(string actorType, ActorId actorId, string name, string timerCallback, byte[]? data, TimeSpan dueTime, TimeSpan period, TimeSpan? limit)
        : base(actorType, actorId, name)
    {
        ActorSchedule.Validate(dueTime, period, limit);
        TimerCallback = timerCallback;
        Data = data;
        DueTime = dueTime;
        Period = period;
        Ttl = limit;
    }

    /// <summary>The method that is called.</summary>
    public string TimerCallback { get; }

    /// <summary>What the method is given.</summary>
    public byte[]? Data { get; }

    /// <summary>When it first fires, from its registration on.</summary>
    public TimeSpan DueTime { get; }

    /// <summary>The time between firings; negative when it fires once.</summary>
    public TimeSpan Period { get; }

    /// <summary>After what time it ends.</summary>
    public TimeSpan? Ttl { get; }
}
