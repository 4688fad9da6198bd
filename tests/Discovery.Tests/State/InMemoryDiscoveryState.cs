using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Discovery.Api.State;

namespace Personalization.Discovery.Tests.State;

/// <summary>State in memory, which can be told to fail.</summary>
internal sealed class InMemoryDiscoveryState : IDiscoveryState
{
    private readonly Dictionary<string, (byte[] Json, long ETag)> _values = [];
    private readonly Lock _gate = new();
    private long _writes;

    /// <summary>Writes that still succeed; then the store is away. Negative: no limit.</summary>
    public int WritesLeft { get; set; } = -1;

    public int Writes { get; private set; }

    /// <summary>Called with each key that was read, before the reader has its value.</summary>
    public Func<string, Task> AfterReadAsync { get; set; } = _ => Task.CompletedTask;

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

    public async Task<Stored<T>> GetAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        Stored<T> read;
        lock (_gate)
        {
            read = _values.TryGetValue(key, out var found)
                ? new Stored<T>(JsonSerializer.Deserialize(found.Json, type), Text(found.ETag))
                : new Stored<T>(null, "");
        }

        await AfterReadAsync(key);
        return read;
    }

    public async Task<IReadOnlyList<T?>> GetManyAsync<T>(IReadOnlyList<string> keys, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var values = new List<T?>();
        foreach (var key in keys)
        {
            values.Add((await GetAsync(key, type, cancellationToken)).Value);
        }

        return values;
    }

    public Task<bool> TrySaveAsync<T>(string key, T value, JsonTypeInfo<T> type, string etag, TimeSpan? lifetime, CancellationToken cancellationToken)
        where T : class => TryCommitAsync([StateChange.Put(key, value, type, etag)], cancellationToken);

    public Task<bool> TryCommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (WritesLeft == 0)
            {
                throw new StateUnavailableException(new IOException("told to fail"));
            }

            WritesLeft--;
            Writes++;
            foreach (var change in changes)
            {
                var current = _values.TryGetValue(change.Key, out var found) ? Text(found.ETag) : "";
                if (change.ETag is not null && change.ETag != current)
                {
                    return Task.FromResult(false);
                }
            }

            foreach (var change in changes)
            {
                if (change.Json is null)
                {
                    _values.Remove(change.Key);
                }
                else
                {
                    _values[change.Key] = (change.Json, ++_writes);
                }
            }

            return Task.FromResult(true);
        }
    }

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);
}
