using Dapr.Actors.Client;
using Dapr.Actors.Runtime;

namespace Dapr.Actors;

/// <summary>Names an actor, so that it can be handed to another actor as data.</summary>
public sealed class ActorReference
{
    /// <summary>Creates an empty reference.</summary>
    public ActorReference()
    {
    }

    /// <summary>The id.</summary>
    public ActorId? ActorId { get; set; }

    /// <summary>The type.</summary>
    public string? ActorType { get; set; }

    /// <summary>The reference of a proxy or an actor; <c>null</c> for <c>null</c>.</summary>
    public static ActorReference? Get(object? actor) => actor switch
    {
        null => null,
        IActorProxy proxy => new ActorReference { ActorId = proxy.ActorId, ActorType = proxy.ActorType },
        Actor hosted => new ActorReference { ActorId = hosted.Id, ActorType = hosted.Host.ActorTypeInfo.ActorTypeName },
        _ => throw new ArgumentOutOfRangeException(nameof(actor), "Invalid actor object type."),
    };

    /// <summary>A proxy of the referenced actor.</summary>
    public object Bind(Type actorInterfaceType) =>
        ActorProxy.DefaultProxyFactory.CreateActorProxy(
            ActorId ?? throw new InvalidOperationException("The reference has no actor id."),
            actorInterfaceType,
            ActorType ?? throw new InvalidOperationException("The reference has no actor type."));
}
