namespace Dapr.Actors.Client;

/// <summary>What a proxy stands for.</summary>
public interface IActorProxy
{
    /// <summary>The id of the actor.</summary>
    ActorId ActorId { get; }

    /// <summary>The type of the actor.</summary>
    string ActorType { get; }
}
