namespace Dapr.Actors.Runtime;

/// <summary>Makes and disposes the objects that actors are.</summary>
public abstract class ActorActivator
{
    /// <summary>Makes the object of an actor.</summary>
    public abstract Task<ActorActivatorState> CreateAsync(ActorHost host);

    /// <summary>Disposes what <see cref="CreateAsync"/> made.</summary>
    public abstract Task DeleteAsync(ActorActivatorState state);
}
