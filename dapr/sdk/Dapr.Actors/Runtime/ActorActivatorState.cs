namespace Dapr.Actors.Runtime;

/// <summary>An actor, and what its activator must remember of it.</summary>
public class ActorActivatorState
{
    /// <summary>Creates the state.</summary>
    public ActorActivatorState(Actor actor) => Actor = actor;

    /// <summary>The actor.</summary>
    public Actor Actor { get; }
}
