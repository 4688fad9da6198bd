namespace Dapr.Actors.Client;

/// <summary>Creates proxies, which call actors through the sidecar. Creating one calls nothing and activates nothing.</summary>
public interface IActorProxyFactory
{
    /// <summary>Creates a proxy that is called through the actor's interface.</summary>
    TActorInterface CreateActorProxy<TActorInterface>(ActorId actorId, string actorType, ActorProxyOptions? options = null)
        where TActorInterface : IActor;

    /// <summary>Creates a proxy that is called through the actor's interface.</summary>
    object CreateActorProxy(ActorId actorId, Type actorInterfaceType, string actorType, ActorProxyOptions? options = null);

    /// <summary>Creates a proxy that is called by method name.</summary>
    ActorProxy Create(ActorId actorId, string actorType, ActorProxyOptions? options = null);
}
