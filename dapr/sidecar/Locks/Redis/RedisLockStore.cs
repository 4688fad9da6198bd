using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Redis;
using StackExchange.Redis;

namespace Personalization.Sidecar.Locks.Redis;

/// <summary>
/// <c>lock.redis</c>: a key a resource, set only when absent, with the owner as its value, as daprd writes it. A lock is as safe as the one server: with a
/// replica that takes over, two owners could hold it, so a server that has replicas is refused.
/// </summary>
internal sealed class RedisLockStore(string prefix, RedisSettings redis, SidecarServices services) : ILockStore
{
    private const long Absent = -1;
    private const long Others = -2;

    private const string UnlockScript = """
        local owner = redis.call('GET', KEYS[1])
        if not owner then return -1 end
        if owner ~= ARGV[1] then return -2 end
        return redis.call('DEL', KEYS[1])
        """;

    private Share<RedisConnection>? _connection;

    public IReadOnlyList<string> Capabilities { get; } = [];

    public string Prefix => prefix;

    private RedisConnection Connection => _connection?.Value ?? throw new InvalidOperationException("The component is not open.");

    public async Task InitAsync(CancellationToken cancellationToken)
    {
        _connection = RedisConnection.Acquire(services.Shared, redis);
        await Connection.OpenAsync(cancellationToken);
        var replication = (string?)await Connection.AnswerAsync(Connection.Database.ExecuteAsync("INFO", "replication"), cancellationToken) ?? "";
        if (replication.Contains("connected_slaves:", StringComparison.Ordinal) && !replication.Contains("connected_slaves:0", StringComparison.Ordinal))
        {
            throw new NotSupportedException("the server has replicas: after a failover two owners could hold a lock. Use a server without replication");
        }
    }

    public Task<bool> TryLockAsync(string resource, string owner, TimeSpan expiry, CancellationToken cancellationToken) =>
        Connection.AnswerAsync(Connection.Database.StringSetAsync(resource, owner, expiry, When.NotExists), cancellationToken);

    public async Task<UnlockStatus> UnlockAsync(string resource, string owner, CancellationToken cancellationToken)
    {
        var result = await Connection.AnswerAsync(Connection.Database.ScriptEvaluateAsync(UnlockScript, [resource], [owner]), cancellationToken);
        return (long)result switch
        {
            Absent => UnlockStatus.LockDoesNotExist,
            Others => UnlockStatus.LockBelongsToOthers,
            _ => UnlockStatus.Success,
        };
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
