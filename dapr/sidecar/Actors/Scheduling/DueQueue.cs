namespace Personalization.Sidecar.Actors.Scheduling;

/// <summary>Gives back what was put in when it falls due, earliest first. Each key stands in it once at most.</summary>
internal sealed class DueQueue<TKey, TItem> : IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly SortedDictionary<(DateTimeOffset Due, long Number), (TKey Key, TItem Item)> _items = [];
    private readonly Dictionary<TKey, (DateTimeOffset Due, long Number)> _places = [];
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly ITimer _timer;
    private long _number;

    public DueQueue(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>Puts an item in, in place of the one that stands there under its key.</summary>
    public void Set(TKey key, TItem item, DateTimeOffset due)
    {
        lock (_gate)
        {
            Drop(key);
            var place = (due, _number++);
            _items.Add(place, (key, item));
            _places.Add(key, place);
            if (_items.First().Key != place)
            {
                return;
            }
        }

        Signal();
    }

    public void Remove(TKey key)
    {
        lock (_gate)
        {
            Drop(key);
        }
    }

    /// <summary>Waits for the next one, and takes it out. For one reader.</summary>
    public async Task<TItem> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_items.Count > 0)
                {
                    var (place, (key, item)) = _items.First();
                    var wait = place.Due - _time.GetUtcNow();
                    if (wait <= TimeSpan.Zero)
                    {
                        Drop(key);
                        return item;
                    }

                    _timer.Change(wait < Longest ? wait : Longest, Timeout.InfiniteTimeSpan);
                }
            }

            await _changed.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _changed.Dispose();
    }

    private void Drop(TKey key)
    {
        if (_places.Remove(key, out var place))
        {
            _items.Remove(place);
        }
    }

    private void Signal()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // The reader has been told already.
        }
        catch (ObjectDisposedException)
        {
            // A last tick after the end.
        }
    }
}
