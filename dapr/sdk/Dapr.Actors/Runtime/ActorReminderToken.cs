namespace Dapr.Actors.Runtime;

/// <summary>Names a reminder of an actor.</summary>
public class ActorReminderToken
{
    /// <summary>Creates a token.</summary>
    public ActorReminderToken(string actorType, ActorId actorId, string name)
    {
        ArgumentNullException.ThrowIfNull(actorType);
        ArgumentNullException.ThrowIfNull(actorId);
        ArgumentNullException.ThrowIfNull(name);
        ActorType = actorType;
        ActorId = actorId;
        Name = name;
    }

    /// <summary>The type of the actor.</summary>
    public string ActorType { get; }

    /// <summary>The id of the actor.</summary>
    public ActorId ActorId { get; }

    /// <summary>The name of the reminder.</summary>
    public string Name { get; }
}
