namespace Personalization.Sidecar.State.InMemory;

/// <summary>A dictionary under one lock. Expired entries are invisible at once and removed by a sweep while writing.</summary>
internal sealed class InMemoryStateStore(StateSettings settings, TimeProvider time) : IStateStore
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StateEntry> _entries = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep = time.GetUtcNow() + SweepInterval;

    public IReadOnlyList<string> Capabilities => StateCapabilities.Full;

    public bool IsTransactional => true;

    public bool IsActorStateStore => settings.IsActorStateStore;

    public KeyPrefix KeyPrefix => settings.KeyPrefix;

    public Task InitAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<StateEntry?> GetAsync(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Find(key, time.GetUtcNow()));
        }
    }

    public Task<IReadOnlyList<StateEntry?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return Task.FromResult<IReadOnlyList<StateEntry?>>([.. keys.Select(key => Find(key, now))]);
        }
    }

    public Task ApplyAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            Sweep(now);
            Apply(operations, now);
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Apply(IReadOnlyList<StateOperation> operations, DateTimeOffset now)
    {
        var undo = new List<(string Key, StateEntry? Before)>(operations.Count);
        try
        {
            foreach (var operation in operations)
            {
                var before = Find(operation.Key, now);
                if (!operation.HoldsFor(before?.ETag))
                {
                    throw new ETagMismatchException(operation.Key);
                }

                undo.Add((operation.Key, before));
                if (operation.Kind == StateOperationKind.Delete)
                {
                    _entries.Remove(operation.Key);
                }
                else
                {
                    DateTimeOffset? expires = operation.TtlSeconds is > 0 ? now.AddSeconds(operation.TtlSeconds.Value) : null;
                    _entries[operation.Key] = new StateEntry(operation.Value.ToArray(), Guid.NewGuid().ToString(), expires);
                }
            }
        }
        catch (ETagMismatchException)
        {
            for (var i = undo.Count - 1; i >= 0; i--)
            {
                Restore(undo[i].Key, undo[i].Before);
            }

            throw;
        }
    }

    private void Restore(string key, StateEntry? before)
    {
        if (before is null)
        {
            _entries.Remove(key);
        }
        else
        {
            _entries[key] = before;
        }
    }

    private StateEntry? Find(string key, DateTimeOffset now) =>
        _entries.TryGetValue(key, out var entry) && (entry.Expires is null || entry.Expires > now) ? entry : null;

    private void Sweep(DateTimeOffset now)
    {
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepInterval;
        foreach (var key in _entries.Where(e => e.Value.Expires <= now).Select(e => e.Key).ToList())
        {
            _entries.Remove(key);
        }
    }
}
