using System.Text.Json;
using Dapr.Actors.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dapr.Actors.Runtime;

/// <summary>What a unit test gives the actor it tests. What is not set refuses to work, with a message that says what to set.</summary>
public sealed class ActorTestOptions
{
    /// <summary>The actor's id; default is a random one.</summary>
    public ActorId ActorId { get; set; } = ActorId.CreateRandom();

    /// <summary>Makes loggers; default writes nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>The options that values are written and read with.</summary>
    public JsonSerializerOptions JsonSerializerOptions { get; set; } = new(JsonSerializerDefaults.Web);

    /// <summary>Makes proxies of other actors.</summary>
    public IActorProxyFactory ProxyFactory { get; set; } = new AbsentProxyFactory();

    /// <summary>Registers timers and reminders.</summary>
    public ActorTimerManager TimerManager { get; set; } = new AbsentTimerManager();

    private sealed class AbsentProxyFactory : IActorProxyFactory
    {
        public TActorInterface CreateActorProxy<TActorInterface>(ActorId actorId, string actorType, ActorProxyOptions? options = null)
            where TActorInterface : IActor => throw Absent();

        public object CreateActorProxy(ActorId actorId, Type actorInterfaceType, string actorType, ActorProxyOptions? options = null) => throw Absent();

        public ActorProxy Create(ActorId actorId, string actorType, ActorProxyOptions? options = null) => throw Absent();

        private static InvalidOperationException Absent() =>
            new("This actor was initialized for tests without a proxy factory. Set 'ActorTestOptions.ProxyFactory' to a double.");
    }

    private sealed class AbsentTimerManager : ActorTimerManager
    {
        public override Task RegisterReminderAsync(ActorReminder reminder) => throw Absent();

        public override Task<IActorReminder?> GetReminderAsync(ActorReminderToken reminder) => throw Absent();

        public override Task UnregisterReminderAsync(ActorReminderToken reminder) => throw Absent();

        public override Task RegisterTimerAsync(ActorTimer timer) => throw Absent();

        public override Task UnregisterTimerAsync(ActorTimerToken timer) => throw Absent();

        private static InvalidOperationException Absent() =>
            new("This actor was initialized for tests without a timer manager. Set 'ActorTestOptions.TimerManager' to a double.");
    }
}
