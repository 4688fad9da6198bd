using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Redis;
using StackExchange.Redis;

namespace Personalization.Sidecar.Configuration.Redis;

/// <summary>
/// <c>configuration.redis</c>: a string key a value, <c>value||version</c>, as daprd reads it. Changes are heard by keyspace notifications, which are
/// switched on as far as the server lets a client do that.
/// </summary>
internal sealed partial class RedisConfigurationStore(RedisSettings redis, SidecarServices services) : IConfigurationStore
{
    private const string VersionSeparator = "||";
    private const int ScanCount = 500;

    /// <summary>What daprd asks for: keyspace events of generic commands, strings, expiry and eviction.</summary>
    private const string Notifications = "Kg$xe";

    private readonly ILogger _logger = services.Loggers.CreateLogger<RedisConfigurationStore>();
    private Share<RedisConnection>? _connection;

    public IReadOnlyList<string> Capabilities { get; } = [];

    private RedisConnection Connection => _connection?.Value ?? throw new InvalidOperationException("The component is not open.");

    public async Task InitAsync(CancellationToken cancellationToken)
    {
        _connection = RedisConnection.Acquire(services.Shared, redis);
        await Connection.OpenAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, ConfigurationItem>> GetAsync(
        IReadOnlyList<string> keys,
        IReadOnlyDictionary<string, string> metadata,
        CancellationToken cancellationToken)
    {
        var items = new Dictionary<string, ConfigurationItem>(StringComparer.Ordinal);
        foreach (var page in (keys.Count > 0 ? keys : await ListAsync(cancellationToken)).Chunk(ScanCount))
        {
            // Keys of another type than text answer nothing here; daprd leaves them out too.
            var values = await Connection.AnswerAsync(
                Connection.Database.StringGetAsync([.. page.Select(key => (RedisKey)key)]),
                cancellationToken);
            for (var i = 0; i < page.Length; i++)
            {
                if (Read(values[i]) is { Value.Length: > 0 } item)
                {
                    items[page[i]] = item;
                }
            }
        }

        return items;
    }

    public async Task<IAsyncDisposable> WatchAsync(
        IReadOnlyList<string> keys,
        IReadOnlyDictionary<string, string> metadata,
        Func<IReadOnlyDictionary<string, ConfigurationItem>, CancellationToken, Task> changed,
        CancellationToken cancellationToken)
    {
        try
        {
            await Connection.AnswerAsync(Connection.Database.ExecuteAsync("CONFIG", "SET", "notify-keyspace-events", Notifications), cancellationToken);
        }
        catch (RedisServerException e)
        {
            LogNotificationsRefused(_logger, e, Notifications);
        }

        var watch = new RedisConfigurationWatch(Connection.Subscriber, redis.Database, keys, (key, stopping) => ReadOneAsync(key, metadata, stopping), changed, _logger);
        await watch.BeginAsync(cancellationToken);
        return watch;
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static ConfigurationItem? Read(RedisValue value)
    {
        if (value.IsNull)
        {
            return null;
        }

        var parts = ((string)value!).Split(VersionSeparator);
        return new ConfigurationItem(parts[0], parts.Length > 1 ? parts[1] : "", new Dictionary<string, string>());
    }

    private async Task<ConfigurationItem> ReadOneAsync(string key, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken) =>
        (await GetAsync([key], metadata, cancellationToken)).GetValueOrDefault(key) ?? ConfigurationItem.Removed;

    /// <summary>All keys of the database, page by page, so that the server is never held up.</summary>
    private async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var cursor = "0";
        do
        {
            var page = (RedisResult[])(await Connection.AnswerAsync(Connection.Database.ExecuteAsync("SCAN", cursor, "COUNT", ScanCount), cancellationToken))!;
            cursor = (string)page[0]!;
            keys.UnionWith(((string[])page[1]!)!);
        }
        while (cursor != "0");

        return [.. keys];
    }

    [LoggerMessage(EventId = 3311, Level = LogLevel.Warning, Message = "the server refuses to be configured; changes are heard only if its notify-keyspace-events has '{Notifications}'")]
    private static partial void LogNotificationsRefused(ILogger logger, Exception exception, string notifications);
}
