namespace Personalization.Sidecar.Hosting;

/// <summary>
/// Things of which the process holds one for a key, however many apps and components name it. The last to give it back closes it.
/// </summary>
internal sealed class SharedResources
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Takes a share of the resource, creating it if nobody holds it. <paramref name="create"/> must be cheap: it runs under a lock.</summary>
    public Share<T> Acquire<T>(string key, Func<T> create)
        where T : class, IAsyncDisposable
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                entry = new Entry(create());
                _entries.Add(key, entry);
            }

            entry.Holders++;
            return new Share<T>((T)entry.Value, () => ReleaseAsync(key));
        }
    }

    private ValueTask ReleaseAsync(string key)
    {
        lock (_gate)
        {
            var entry = _entries[key];
            if (--entry.Holders > 0)
            {
                return ValueTask.CompletedTask;
            }

            _entries.Remove(key);
            return entry.Value.DisposeAsync();
        }
    }

    private sealed class Entry(IAsyncDisposable value)
    {
        public IAsyncDisposable Value { get; } = value;

        public int Holders { get; set; }
    }
}
