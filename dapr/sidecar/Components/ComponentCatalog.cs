using System.Diagnostics.CodeAnalysis;
using Personalization.Sidecar.Bindings.Cron;
using Personalization.Sidecar.Bindings.Http;
using Personalization.Sidecar.Bindings.LocalStorage;
using Personalization.Sidecar.Configuration.Redis;
using Personalization.Sidecar.Locks.Redis;
using Personalization.Sidecar.PubSub.Durable;
using Personalization.Sidecar.PubSub.InMemory;
using Personalization.Sidecar.PubSub.Redis;
using Personalization.Sidecar.Secrets.Local;
using Personalization.Sidecar.State.InMemory;
using Personalization.Sidecar.State.Redis;
using Personalization.Sidecar.State.Sqlite;

namespace Personalization.Sidecar.Components;

/// <summary>The component types this sidecar has.</summary>
internal static class ComponentCatalog
{
    private static readonly IComponentFactory[] Factories =
    [
        new InMemoryStateStoreFactory(),
        new SqliteStateStoreFactory(),
        new RedisStateStoreFactory(),
        new InMemoryBrokerFactory(),
        new SqliteBrokerFactory(),
        new RedisBrokerFactory(),
        new FileSecretStoreFactory(),
        new EnvironmentSecretStoreFactory(),
        new RedisConfigurationStoreFactory(),
        new RedisLockStoreFactory(),
        new HttpBindingFactory(),
        new LocalStorageBindingFactory(),
        new CronBindingFactory(),
    ];

    private static readonly Dictionary<string, IComponentFactory> ByType = Factories.ToDictionary(f => f.Type, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Types => Factories.Select(f => f.Type);

    public static bool TryGet(string type, [NotNullWhen(true)] out IComponentFactory? factory) => ByType.TryGetValue(type, out factory);

    /// <summary>The reason and remedy for a type that is not here.</summary>
    public static string WhyUnknown(string type) => type.ToLowerInvariant() switch
    {
        "state.mongodb" or "pubsub.kafka" or "bindings.kafka" or "secretstores.hashicorp.vault" or "secretstores.kubernetes" or "configuration.postgresql" =>
            $"'{type}' is a Dapr component that this development sidecar does not have; run the app under real daprd for it",
        _ => $"unknown component type '{type}'; this sidecar has {string.Join(", ", Types)}",
    };
}
