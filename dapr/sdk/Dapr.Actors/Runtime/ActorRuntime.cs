using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Dapr.Actors.Client;
using Dapr.Actors.Wire;
using Microsoft.Extensions.Logging;

namespace Dapr.Actors.Runtime;

/// <summary>Hosts the actor types of this application.</summary>
public sealed class ActorRuntime
{
    private readonly Dictionary<string, ActorManager> _managers = new(StringComparer.Ordinal);
    private readonly ActorRuntimeOptions _options;

    internal ActorRuntime(ActorRuntimeOptions options, ILoggerFactory loggers, ActorActivatorFactory activators, IActorProxyFactory proxies, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        _options = options;
        var sidecar = new ActorSidecar(handler, options.HttpEndpoint, options.DaprApiToken, ActorSidecar.DefaultTimeout);
        foreach (var actor in options.Actors)
        {
            _managers[actor.Type.ActorTypeName] = new ActorManager(
                actor.Type,
                actor.Activator ?? activators.CreateActivator(actor.Type),
                options.JsonSerializerOptions,
                loggers,
                proxies,
                sidecar,
                time ?? TimeProvider.System);
        }
    }

    /// <summary>The actor types.</summary>
    public IReadOnlyList<ActorRegistration> RegisteredActors => _options.Actors;

    internal void WriteConfiguration(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        WriteEntities(writer, RegisteredActors.Select(actor => actor.Type.ActorTypeName));
        WriteOptions(writer, _options);
        var own = RegisteredActors.Where(actor => actor.TypeOptions is not null).ToList();
        if (own.Count > 0)
        {
            writer.WriteStartArray("entitiesConfig");
            foreach (var actor in own)
            {
                writer.WriteStartObject();
                WriteEntities(writer, [actor.Type.ActorTypeName]);
                WriteOptions(writer, actor.TypeOptions!);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    internal Task<Func<PipeWriter, CancellationToken, Task>?> InvokeAsync(string actorType, string actorId, string methodName, PipeReader body, bool typed, CancellationToken cancellationToken) =>
        ManagerOf(actorType).InvokeAsync(actorId, methodName, body, typed, cancellationToken);

    internal Task FireReminderAsync(string actorType, string actorId, string reminderName, Stream body, CancellationToken cancellationToken) =>
        ManagerOf(actorType).FireReminderAsync(actorId, reminderName, body, cancellationToken);

    internal Task FireTimerAsync(string actorType, string actorId, Stream body, CancellationToken cancellationToken) =>
        ManagerOf(actorType).FireTimerAsync(actorId, body, cancellationToken);

    internal Task DeactivateAsync(string actorType, string actorId) => ManagerOf(actorType).DeactivateAsync(actorId);

    private static void WriteEntities(Utf8JsonWriter writer, IEnumerable<string> names)
    {
        writer.WriteStartArray("entities");
        foreach (var name in names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static void WriteOptions(Utf8JsonWriter writer, ActorRuntimeOptions options)
    {
        WriteDuration(writer, "actorIdleTimeout", options.ActorIdleTimeout);
        WriteDuration(writer, "actorScanInterval", options.ActorScanInterval);
        WriteDuration(writer, "drainOngoingCallTimeout", options.DrainOngoingCallTimeout);
        if (options.DrainRebalancedActors)
        {
            writer.WriteBoolean("drainRebalancedActors", true);
        }

        if (options.RemindersStoragePartitions is { } partitions)
        {
            writer.WriteNumber("remindersStoragePartitions", partitions);
        }

        writer.WriteStartObject("reentrancy");
        writer.WriteBoolean("enabled", options.ReentrancyConfig.Enabled);
        if (options.ReentrancyConfig.MaxStackDepth is { } depth)
        {
            writer.WriteNumber("maxStackDepth", depth);
        }

        writer.WriteEndObject();
    }

    private static void WriteDuration(Utf8JsonWriter writer, string name, TimeSpan? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, WireDuration.Format(value));
        }
    }

    private ActorManager ManagerOf(string actorType) =>
        _managers.TryGetValue(actorType, out var manager)
            ? manager
            : throw new InvalidOperationException($"Actor type {actorType} is not registered with Actor runtime.");
}
