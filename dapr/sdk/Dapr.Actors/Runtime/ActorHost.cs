using System.Text.Json;
using Dapr.Actors.Client;
using Microsoft.Extensions.Logging;

namespace Dapr.Actors.Runtime;

/// <summary>What the runtime gives an actor.</summary>
public sealed class ActorHost
{
    /// <summary>Creates a host without timers; kept for source compatibility.</summary>
    [Obsolete("Application code should not call this method. Use CreateForTest for unit testing.")]
    public ActorHost(ActorTypeInformation actorTypeInfo, ActorId id, JsonSerializerOptions jsonSerializerOptions, ILoggerFactory loggerFactory, IActorProxyFactory proxyFactory)
        : this(actorTypeInfo, id, jsonSerializerOptions, loggerFactory, proxyFactory, new ActorTestOptions().TimerManager)
    {
    }

    internal ActorHost(ActorTypeInformation actorTypeInfo, ActorId id, JsonSerializerOptions jsonSerializerOptions, ILoggerFactory loggerFactory, IActorProxyFactory proxyFactory, ActorTimerManager timerManager)
    {
        ActorTypeInfo = actorTypeInfo;
        Id = id;
        JsonSerializerOptions = jsonSerializerOptions;
        LoggerFactory = loggerFactory;
        ProxyFactory = proxyFactory;
        TimerManager = timerManager;
    }

    /// <summary>The actor's type.</summary>
    public ActorTypeInformation ActorTypeInfo { get; }

    /// <summary>The actor's id.</summary>
    public ActorId Id { get; }

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory LoggerFactory { get; }

    /// <summary>The options that arguments, results and states are written and read with.</summary>
    public JsonSerializerOptions JsonSerializerOptions { get; }

    /// <summary>Makes proxies of other actors.</summary>
    public IActorProxyFactory ProxyFactory { get; }

    /// <summary>Registers timers and reminders.</summary>
    public ActorTimerManager TimerManager { get; }

    internal ActorStateStore? StateStore { get; init; }

    /// <summary>Creates a host for a unit test of an actor. It has no states: set the actor's state manager to a double.</summary>
    public static ActorHost CreateForTest<TActor>(ActorTestOptions? options = null)
        where TActor : Actor =>
        CreateForTest(typeof(TActor), actorTypeName: null, options);

    /// <summary>Creates a host for a unit test of an actor under a type name.</summary>
    public static ActorHost CreateForTest<TActor>(string? actorTypeName, ActorTestOptions? options = null)
        where TActor : Actor =>
        CreateForTest(typeof(TActor), actorTypeName, options);

    /// <summary>Creates a host for a unit test of an actor.</summary>
    public static ActorHost CreateForTest(Type actorType, ActorTestOptions? options = null) =>
        CreateForTest(actorType, actorTypeName: null, options);

    /// <summary>Creates a host for a unit test of an actor under a type name.</summary>
    public static ActorHost CreateForTest(Type actorType, string? actorTypeName, ActorTestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(actorType);
        options ??= new ActorTestOptions();
        return new ActorHost(
            ActorTypeInformation.Get(actorType, actorTypeName),
            options.ActorId,
            options.JsonSerializerOptions,
            options.LoggerFactory,
            options.ProxyFactory,
            options.TimerManager);
    }
}
