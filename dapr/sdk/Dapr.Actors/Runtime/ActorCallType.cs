namespace Dapr.Actors.Runtime;

/// <summary>What a turn of an actor is.</summary>
public enum ActorCallType
{
    /// <summary>A method was called.</summary>
    ActorInterfaceMethod = 0,

    /// <summary>A timer fired.</summary>
    TimerMethod = 1,

    /// <summary>A reminder fired.</summary>
    ReminderMethod = 2,
}
