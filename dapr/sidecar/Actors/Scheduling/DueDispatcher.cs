namespace Personalization.Sidecar.Actors.Scheduling;

/// <summary>Has what falls due done, the earliest first and so many at once. Each key stands in it once at most.</summary>
internal sealed class DueDispatcher<TKey, TItem> : IAsyncDisposable
    where TKey : notnull
{
    private readonly int _atOnce;
    private readonly Func<TItem, CancellationToken, Task> _fire;
    private readonly DueQueue<TKey, TItem> _due;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    /// <param name="atOnce">How many may be in work.</param>
    /// <param name="fire">Does one, and catches what may go wrong with it. Its token ends with the dispatcher; what it then leaves undone is the caller's to find again.</param>
    /// <param name="time">The clock.</param>
    public DueDispatcher(int atOnce, Func<TItem, CancellationToken, Task> fire, TimeProvider time)
    {
        _atOnce = atOnce;
        _fire = fire;
        _due = new DueQueue<TKey, TItem>(time);
        _slots = new SemaphoreSlim(atOnce, atOnce);
    }

    /// <inheritdoc cref="DueQueue{TKey,TItem}.Set"/>
    public void Set(TKey key, TItem item, DateTimeOffset due) => _due.Set(key, item, due);

    public void Remove(TKey key) => _due.Remove(key);

    /// <summary>Begins; once.</summary>
    public void Start() => _loop = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);

    /// <summary>Begins no more, and returns when what was in work is over.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        for (var slot = 0; slot < _atOnce; slot++)
        {
            await _slots.WaitAsync();
        }

        _due.Dispose();
        _slots.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _slots.WaitAsync(cancellationToken);
                try
                {
                    var item = await _due.NextAsync(cancellationToken);
                    _ = Task.Run(() => FireAsync(item, cancellationToken), CancellationToken.None);
                }
                catch (OperationCanceledException)
                {
                    _slots.Release();
                    throw;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task FireAsync(TItem item, CancellationToken cancellationToken)
    {
        try
        {
            await _fire(item, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: it is due again after the start.
        }
        finally
        {
            _slots.Release();
        }
    }
}
