using System.Diagnostics.CodeAnalysis;

namespace Dapr.Actors.Runtime;

/// <summary>The turn that an actor's hooks are told of.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "The official SDK offers no equality here.")]
public struct ActorMethodContext
{
    private ActorMethodContext(string methodName, ActorCallType callType)
    {
        MethodName = methodName;
        CallType = callType;
    }

    /// <summary>The method; for timers and reminders a fixed name.</summary>
    public string MethodName { get; }

    /// <summary>What the turn is.</summary>
    public ActorCallType CallType { get; }

    internal static ActorMethodContext CreateForActor(string methodName) => new(methodName, ActorCallType.ActorInterfaceMethod);

    internal static ActorMethodContext CreateForTimer() => new("FireTimerAsync", ActorCallType.TimerMethod);

    internal static ActorMethodContext CreateForReminder() => new("ReceiveReminderAsync", ActorCallType.ReminderMethod);
}
