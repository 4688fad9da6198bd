using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Decisions.Api.State;

namespace Personalization.Decisions.Tests.State;

/// <summary>State in memory, which can be told to fail.</summary>
internal sealed class InMemoryDecisionsState : IDecisionsState
{
    private readonly Dictionary<string, (byte[] Json, long ETag)> _values = [];
    private readonly Lock _gate = new();
    private readonly List<IReadOnlyList<StateWrite>> _delayed = [];
    private long _writes;

    /// <summary>Commits that still succeed; then the store is away. Negative: no limit.</summary>
    public int CommitsLeft { get; set; } = -1;

    public bool Away { get; set; }

    /// <summary>Asked after each commit that succeeded: what becomes of its answer.</summary>
    public Func<CommitAnswer> Answer { get; set; } = () => CommitAnswer.Comes;

    /// <summary>Puts commits aside and answers that nothing came back, until they <see cref="ComeThrough"/>.</summary>
    public bool Delays { get; set; }

    /// <summary>Keys of the largest read.</summary>
    public int MostAtOnce { get; private set; }

    public IReadOnlyCollection<string> Keys
    {
        get
        {
            lock (_gate)
            {
                return [.. _values.Keys];
            }
        }
    }

    public Task<(T? Value, string ETag)> GetAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        lock (_gate)
        {
            Check();
            return Task.FromResult(_values.TryGetValue(key, out var found) ? (JsonSerializer.Deserialize(found.Json, type), Text(found.ETag)) : (null, ""));
        }
    }

    public async Task<IReadOnlyList<(T? Value, string ETag)>> GetManyAsync<T>(IReadOnlyList<string> keys, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        MostAtOnce = Math.Max(MostAtOnce, keys.Count);
        List<(T?, string)> values = [];
        foreach (var key in keys)
        {
            values.Add(await GetAsync(key, type, cancellationToken));
        }

        return values;
    }

    public Task<bool> TryCommitAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Check();
            if (Delays)
            {
                _delayed.Add(writes);
                throw new StateUnavailableException(new IOException("told to be slow"));
            }

            if (CommitsLeft == 0)
            {
                throw new StateUnavailableException(new IOException("told to fail"));
            }

            CommitsLeft--;
            if (!Apply(writes))
            {
                return Task.FromResult(false);
            }

            return Answer() switch
            {
                CommitAnswer.IsNo => Task.FromResult(false),
                CommitAnswer.IsLost => throw new StateUnavailableException(new IOException("told to lose the answer")),
                _ => Task.FromResult(true),
            };
        }
    }

    /// <summary>Has what was put aside done now.</summary>
    public void ComeThrough()
    {
        lock (_gate)
        {
            _delayed.ForEach(writes => Apply(writes));
            _delayed.Clear();
        }
    }

    private bool Apply(IReadOnlyList<StateWrite> writes)
    {
        if (writes.Any(write => write.ETag is not null && write.ETag != (_values.TryGetValue(write.Key, out var found) ? Text(found.ETag) : "")))
        {
            return false;
        }

        foreach (var write in writes)
        {
            _values[write.Key] = (write.Json, ++_writes);
        }

        return true;
    }

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    private void Check()
    {
        if (Away)
        {
            throw new StateUnavailableException(new IOException("told to be away"));
        }
    }
}
