namespace Personalization.Sidecar.Actors.Scheduling;

/// <summary>Gives back what was put in when it falls due, earliest first.</summary>
internal sealed class DueQueue<T> : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly PriorityQueue<T, DateTimeOffset> _items = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly ITimer _timer;

    public DueQueue(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(T item, DateTimeOffset due)
    {
        lock (_gate)
        {
            var first = !_items.TryPeek(out _, out var earliest) || due < earliest;
            _items.Enqueue(item, due);
            if (!first)
            {
                return;
            }
        }

        Signal();
    }

    /// <summary>Waits for the next one. For one reader.</summary>
    public async Task<T> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_items.TryPeek(out _, out var due))
                {
                    var wait = due - _time.GetUtcNow();
                    if (wait <= TimeSpan.Zero)
                    {
                        return _items.Dequeue();
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
