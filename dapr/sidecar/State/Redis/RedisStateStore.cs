using System.Globalization;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Redis;
using StackExchange.Redis;

namespace Personalization.Sidecar.State.Redis;

/// <summary>
/// A hash a key: <c>data</c>, <c>version</c> (the etag, one more with each write) and <c>first-write</c>, a mark that a first-write save leaves.
/// The rules are daprd's, its peculiarities included, because an app that relied on better ones would break under it:
/// an etag on an absent key holds; a write without etag to a marked key fails; and a transaction is applied in one go, but an
/// operation whose etag does not hold is left out <em>alone</em>, the others stay.
/// </summary>
internal sealed class RedisStateStore(StateSettings settings, RedisSettings redis, int? defaultLifetimeSeconds, SidecarServices services) : IStateStore
{
    private const int ArgumentsEach = 5;
    private const string NoETag = "";
    private const string KeepLifetime = "";
    private const string Upsert = "u";
    private const string Delete = "d";
    private const string Marked = "1";
    private const string NotMarked = "0";

    /// <summary>
    /// For each key five arguments: kind, etag or empty, first-write mark, lifetime in seconds or empty, data. Answers the numbers of the refused
    /// operations. One script is one entry of the append-only file: after a crash all of it is there or none.
    /// </summary>
    private const string ApplyScript = """
        local refused = {}
        for i, key in ipairs(KEYS) do
          local at = (i - 1) * 5
          local kind, etag, mark, lifetime, data = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
          if redis.call('TYPE', key).ok ~= 'hash' then redis.call('DEL', key) end
          local version = redis.call('HGET', key, 'version')
          local holds = not version or version == etag
          if kind == 'd' then
            if holds or etag == '' then redis.call('DEL', key) else refused[#refused + 1] = i end
          elseif holds or (etag == '' and redis.call('HEXISTS', key, 'first-write') == 0) then
            redis.call('HSET', key, 'data', data)
            if mark == '1' then redis.call('HSET', key, 'first-write', 0) end
            redis.call('HINCRBY', key, 'version', 1)
            if lifetime ~= '' then
              if tonumber(lifetime) > 0 then redis.call('EXPIRE', key, lifetime) else redis.call('PERSIST', key) end
            end
          else
            refused[#refused + 1] = i
          end
        end
        return refused
        """;

    private static readonly RedisValue[] Read = ["data", "version"];

    private Share<RedisConnection>? _connection;

    public IReadOnlyList<string> Capabilities => StateCapabilities.Full;

    public bool IsTransactional => true;

    public bool IsActorStateStore => settings.IsActorStateStore;

    public KeyPrefix KeyPrefix => settings.KeyPrefix;

    private RedisConnection Connection => _connection?.Value ?? throw new InvalidOperationException("The component is not open.");

    public async Task InitAsync(CancellationToken cancellationToken)
    {
        _connection = RedisConnection.Acquire(services.Shared, redis);
        await Connection.OpenAsync(cancellationToken);
    }

    public Task<StateEntry?> GetAsync(string key, CancellationToken cancellationToken) =>
        Connection.AnswerAsync(ReadAsync(key), cancellationToken);

    public async Task<IReadOnlyList<StateEntry?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        await Connection.AnswerAsync(Task.WhenAll(keys.Select(ReadAsync)), cancellationToken);

    public async Task ApplyAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        var keys = new RedisKey[operations.Count];
        var arguments = new RedisValue[operations.Count * ArgumentsEach];
        for (var i = 0; i < operations.Count; i++)
        {
            var operation = operations[i];
            keys[i] = operation.Key;
            var at = i * ArgumentsEach;
            arguments[at] = operation.Kind == StateOperationKind.Delete ? Delete : Upsert;
            arguments[at + 1] = CheckedETag(operation.ETag);
            arguments[at + 2] = operation.FirstWrite ? Marked : NotMarked;
            arguments[at + 3] = (operation.TtlSeconds ?? defaultLifetimeSeconds)?.ToString(CultureInfo.InvariantCulture) ?? KeepLifetime;
            arguments[at + 4] = operation.Value.ToArray();
        }

        // A timeout leaves open whether the write happened, as it does under daprd.
        var answer = await Connection.AnswerAsync(Connection.Database.ScriptEvaluateAsync(ApplyScript, keys, arguments), cancellationToken);
        if ((long[]?)answer is [var first, ..])
        {
            var refused = operations[(int)first - 1];
            throw refused.ETag is null
                ? new InvalidOperationException($"failed to set key {refused.Key}: it was written with first-write concurrency, so a write needs its etag")
                : new ETagMismatchException(refused.Key);
        }
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string CheckedETag(string? etag) => etag switch
    {
        // To daprd, 0 is the version of no write at all.
        null or "" or "0" => NoETag,
        _ when long.TryParse(etag, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => etag,
        _ => throw new ETagInvalidException(etag),
    };

    private async Task<StateEntry?> ReadAsync(string key)
    {
        // Both commands leave in one packet.
        var database = Connection.Database;
        var fields = database.HashGetAsync(key, Read);
        var lifetime = database.KeyTimeToLiveAsync(key);
        if (await fields is not [{ IsNull: false } data, { IsNull: false } version])
        {
            await lifetime;
            return null;
        }

        return new StateEntry((byte[])data!, version!, await lifetime is { } left ? services.Time.GetUtcNow() + left : null);
    }
}
