using System.Globalization;
using Personalization.Load.Running;

namespace Personalization.Load.Servers;

/// <summary>What is behind the component of a measure: a file, or a redis-server that ends with it.</summary>
internal sealed class Backing : IDisposable
{
    private readonly RedisServer? _redis;

    private Backing(RedisServer? redis) => _redis = redis;

    /// <summary>Writes the component's file, and starts the server it needs.</summary>
    /// <param name="context">Has the folder.</param>
    /// <param name="onRedis">Redis; else SQLite.</param>
    /// <param name="name">The component's name.</param>
    /// <param name="block">state or pubsub.</param>
    /// <param name="isActorStore">It keeps actors.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<Backing> StartAsync(LoadContext context, bool onRedis, string name, string block, bool isActorStore, CancellationToken cancellationToken)
    {
        var redis = onRedis ? await RedisServer.StartAsync(context, cancellationToken) : null;
        var (field, value) = redis is null
            ? ("connectionString", Path.Combine(context.Folder, $"{block}.db"))
            : ("redisHost", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{redis.Port}"));
        var components = Directory.CreateDirectory(Path.Combine(context.Folder, "components")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(components, $"{block}.yaml"),
            $"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: {name}
            spec:
              type: {block}.{(redis is null ? "sqlite" : "redis")}
              version: v1
              metadata:
              - name: {field}
                value: "{value}"
            {(isActorStore ? "  - name: actorStateStore\n    value: \"true\"" : "")}
            """,
            cancellationToken);
        return new Backing(redis);
    }

    public void Dispose() => _redis?.Dispose();
}
