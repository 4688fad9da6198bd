namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>
/// The instances this process deals with, one turn each. State is loaded when it is needed and dropped when there is much of it: the store has it all. An
/// instance with nothing left to do leaves nothing behind.
/// </summary>
internal sealed class InstanceTable(InstanceStore store)
{
    /// <summary>State of that many bytes, as the wire has it, stays loaded.</summary>
    private const long MaxLoadedBytes = 32 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, InstanceEntry> _entries = new(StringComparer.Ordinal);
    private long _loadedBytes;

    /// <summary>Ids with something left to do, or in use.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Waits for the id's turn and loads its state. Whoever enters has to leave.</summary>
    public async Task<InstanceEntry> EnterAsync(string id, CancellationToken cancellationToken)
    {
        var entry = Hold(id);
        try
        {
            await entry.Lock.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Release(entry, isInside: false);
            throw;
        }

        if (entry.IsLoaded)
        {
            return entry;
        }

        try
        {
            entry.Instance = await store.LoadAsync(id, cancellationToken);
            entry.IsLoaded = true;
            return entry;
        }
        catch
        {
            Leave(entry);
            throw;
        }
    }

    public void Leave(InstanceEntry entry) => Release(entry, isInside: true);

    /// <summary>Stays with an id without holding its turn, so that its changes are heard; returned by <see cref="LetGo"/>.</summary>
    public InstanceEntry Hold(string id)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry))
            {
                _entries.Add(id, entry = new InstanceEntry(id));
            }

            entry.Users++;
            return entry;
        }
    }

    public void LetGo(InstanceEntry entry) => Release(entry, isInside: false);

    private void Release(InstanceEntry entry, bool isInside)
    {
        lock (_gate)
        {
            if (isInside)
            {
                Measure(entry);
                if (!entry.IsActive || _loadedBytes > MaxLoadedBytes)
                {
                    Unload(entry);
                }
            }

            if (--entry.Users == 0 && !entry.IsActive)
            {
                _entries.Remove(entry.Id);
            }
        }

        if (isInside)
        {
            entry.Lock.Release();
        }
    }

    private void Measure(InstanceEntry entry)
    {
        var size = entry.Instance?.Size ?? 0;
        _loadedBytes += size - entry.CountedSize;
        entry.CountedSize = size;
    }

    private void Unload(InstanceEntry entry)
    {
        var isActive = entry.IsActive;
        entry.Instance = null;
        entry.IsLoaded = false;
        entry.IsResumed &= isActive;
        Measure(entry);
    }
}
