using System.Reflection;
using Dapr.Actors.Wire;

namespace Dapr.Actors.Client;

/// <summary>Creates proxies that share one pool of connections.</summary>
public class ActorProxyFactory : IActorProxyFactory
{
    private readonly HttpMessageHandler? _handler;
    private ActorProxyOptions _defaults;

    /// <summary>Creates a factory.</summary>
    /// <param name="options">The options of proxies that are created without their own.</param>
    /// <param name="handler">What requests are sent with.</param>
    [Obsolete("Use the constructor that accepts HttpMessageHandler. This will be removed in the future.")]
    public ActorProxyFactory(ActorProxyOptions? options, HttpClientHandler? handler)
        : this(options, (HttpMessageHandler?)handler)
    {
    }

    /// <summary>Creates a factory.</summary>
    /// <param name="options">The options of proxies that are created without their own.</param>
    /// <param name="handler">What requests are sent with; default is a pool shared by the process.</param>
    public ActorProxyFactory(ActorProxyOptions? options = null, HttpMessageHandler? handler = null)
    {
        _defaults = options ?? new ActorProxyOptions();
        _handler = handler;
    }

    /// <summary>The options of proxies that are created without their own.</summary>
    public ActorProxyOptions DefaultOptions
    {
        get => _defaults;
        set => _defaults = value ?? throw new ArgumentNullException(nameof(value), $"{nameof(ActorProxyFactory)}.{nameof(DefaultOptions)} cannot be null");
    }

    /// <inheritdoc/>
    public TActorInterface CreateActorProxy<TActorInterface>(ActorId actorId, string actorType, ActorProxyOptions? options = null)
        where TActorInterface : IActor =>
        (TActorInterface)CreateActorProxy(actorId, typeof(TActorInterface), actorType, options);

    /// <inheritdoc/>
    public ActorProxy Create(ActorId actorId, string actorType, ActorProxyOptions? options = null)
    {
        var chosen = options ?? _defaults;
        return new ActorProxy(CreateSidecar(chosen), actorId, actorType, chosen.JsonSerializerOptions);
    }

    /// <inheritdoc/>
    public object CreateActorProxy(ActorId actorId, Type actorInterfaceType, string actorType, ActorProxyOptions? options = null)
    {
        var chosen = options ?? _defaults;
        ActorInterface.EnsureValid(actorInterfaceType);
        var proxy = DispatchProxy.Create(actorInterfaceType, typeof(TypedActorProxy));
        ((TypedActorProxy)proxy).Initialize(CreateSidecar(chosen), actorId, actorType, chosen.JsonSerializerOptions);
        return proxy;
    }

    private ActorSidecar CreateSidecar(ActorProxyOptions options) =>
        new(_handler, options.HttpEndpoint, options.DaprApiToken, options.RequestTimeout ?? ActorSidecar.DefaultTimeout);
}
