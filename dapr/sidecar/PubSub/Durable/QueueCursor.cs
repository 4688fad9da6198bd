namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>
/// The place of one consumer group in one topic, held by this process: what is read ahead, in work, waiting to come again, done.
/// Members of the group take from it; each message goes to one of them.
/// </summary>
internal sealed class QueueCursor : IDisposable
{
    private const int MaxWindow = 1024;
    private const int ReadAhead = 256;

    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly Func<long, long, int, IReadOnlyList<QueueMessage>> _read;
    private readonly Action<QueueCursor> _changed;
    private readonly ITimer _retryTimer;
    private readonly CursorWindow _window = new();
    private readonly Queue<TaskCompletionSource> _waiters = new();
    private CursorTenure? _tenure;
    private long _last;
    private long _savedFloor;
    private bool _handledRows;
    private bool _fetching;

    /// <param name="consumer">The group.</param>
    /// <param name="topic">The topic's name.</param>
    /// <param name="broadcast">The cursor lives in memory only.</param>
    /// <param name="time">Clock.</param>
    /// <param name="read">Reads (topic id, after sequence, at most) from the log.</param>
    /// <param name="changed">Called, under the cursor's lock, when there is progress to save.</param>
    public QueueCursor(
        string consumer,
        string topic,
        bool broadcast,
        TimeProvider time,
        Func<long, long, int, IReadOnlyList<QueueMessage>> read,
        Action<QueueCursor> changed)
    {
        Consumer = consumer;
        Topic = topic;
        Broadcast = broadcast;
        _time = time;
        _read = read;
        _changed = changed;
        _retryTimer = time.CreateTimer(_ => WakeForRetries(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Consumer { get; }

    public string Topic { get; }

    public bool Broadcast { get; }

    /// <summary>Subscriptions that take from this cursor. Guarded by the queue file.</summary>
    public int Members { get; set; }

    /// <summary>When the last member left, in milliseconds since the Unix epoch. Guarded by the queue file.</summary>
    public long IdleSince { get; set; }

    public CursorTenure? Tenure
    {
        get
        {
            lock (_gate)
            {
                return _tenure;
            }
        }
    }

    /// <summary>Every message up to here is done.</summary>
    public long Floor
    {
        get
        {
            lock (_gate)
            {
                return _window.Floor;
            }
        }
    }

    /// <summary>This process owns the cursor from now on.</summary>
    public void Begin(CursorTenure tenure)
    {
        lock (_gate)
        {
            _window.Reset(tenure.Floor, tenure.Handled);
            _tenure = tenure;
            _savedFloor = tenure.Floor;
            _last = Math.Max(_last, tenure.Last);
            _handledRows = tenure.Handled.Count > 0;
            FetchIfNeeded();
        }
    }

    /// <summary>Another process owns the cursor now: what is in work here no longer counts.</summary>
    public void Lose()
    {
        lock (_gate)
        {
            _tenure = null;
            _window.Reset(0, new HashSet<long>());
        }
    }

    /// <summary>Takes what a commit of this process added; without a trip to the file when nothing lies between.</summary>
    public void OnAppended(AppendedRange range)
    {
        lock (_gate)
        {
            if (_tenure is null || _tenure.TopicId != range.TopicId)
            {
                return;
            }

            if (_window.Position >= range.Before)
            {
                foreach (var message in range.Messages)
                {
                    if (_window.Count >= MaxWindow)
                    {
                        break;
                    }

                    _window.Add(message);
                }
            }

            _last = Math.Max(_last, range.Messages[^1].Sequence);
            FetchIfNeeded();
            Wake();
        }
    }

    /// <summary>Another process may have added messages up to this sequence.</summary>
    public void OnLast(long last)
    {
        lock (_gate)
        {
            if (_tenure is not null)
            {
                _last = Math.Max(_last, last);
                FetchIfNeeded();
            }
        }
    }

    /// <summary>
    /// The next messages in order: at least one, up to <paramref name="max"/>; fewer than that only after waiting
    /// <paramref name="wait"/> for more.
    /// </summary>
    public async Task<IReadOnlyList<QueueItem>> TakeAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        var batch = new List<QueueItem>(Math.Min(max, 16));
        var started = 0L;
        while (true)
        {
            TaskCompletionSource signal;
            lock (_gate)
            {
                batch.RemoveAll(item => item.Generation != _window.Generation);
                var before = batch.Count;
                _window.Take(batch, max, Now);
                FetchIfNeeded();
                if (batch.Count == max || (batch.Count > 0 && wait <= TimeSpan.Zero))
                {
                    return batch;
                }

                if (before == 0 && batch.Count > 0)
                {
                    started = _time.GetTimestamp();
                }

                signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiters.Enqueue(signal);
                AwaitRetries();
            }

            try
            {
                if (batch.Count == 0)
                {
                    await signal.Task.WaitAsync(cancellationToken);
                    continue;
                }

                var left = wait - _time.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                {
                    signal.TrySetCanceled(CancellationToken.None);
                    return batch;
                }

                await signal.Task.WaitAsync(left, _time, cancellationToken);
            }
            catch (TimeoutException)
            {
                signal.TrySetCanceled(CancellationToken.None);
                return batch;
            }
            catch (OperationCanceledException)
            {
                GiveBack(signal, batch);
                throw;
            }
        }
    }

    /// <summary>The message is done for this group.</summary>
    public void Complete(QueueItem item)
    {
        lock (_gate)
        {
            if (!_window.Holds(item))
            {
                return;
            }

            _window.Complete(item);
            _changed(this);
            FetchIfNeeded();
        }
    }

    /// <summary>The message comes again after a delay.</summary>
    public void Retry(QueueItem item, TimeSpan delay)
    {
        lock (_gate)
        {
            if (_window.Holds(item))
            {
                _window.Retry(item, Now + (long)delay.TotalMilliseconds);
                Wake();
            }
        }
    }

    /// <summary>What has to be written, or null.</summary>
    public CursorProgress? Progress()
    {
        lock (_gate)
        {
            if (_tenure is null || Broadcast)
            {
                return null;
            }

            var handled = _window.Unsaved;
            return handled.Count == 0 && _window.Floor == _savedFloor
                ? null
                : new CursorProgress(_window.Generation, _window.Floor, handled, _handledRows && _window.Floor > _savedFloor);
        }
    }

    /// <summary>The progress is on disk.</summary>
    public void Saved(CursorProgress progress)
    {
        lock (_gate)
        {
            if (progress.Generation != _window.Generation)
            {
                return;
            }

            _savedFloor = progress.Floor;
            _handledRows |= progress.Handled.Count > 0;
            foreach (var item in progress.Handled)
            {
                item.Saved = true;
            }
        }
    }

    public void Dispose() => _retryTimer.Dispose();

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private void GiveBack(TaskCompletionSource signal, List<QueueItem> batch)
    {
        lock (_gate)
        {
            foreach (var item in batch.Where(_window.Holds))
            {
                _window.Retry(item, Now);
            }

            // A signal this taker got but can no longer use belongs to the next one.
            if (!signal.TrySetCanceled(CancellationToken.None) || batch.Count > 0)
            {
                Wake();
            }
        }
    }

    private void FetchIfNeeded()
    {
        if (_tenure is null || _fetching || _window.Position >= _last || _window.Ready >= ReadAhead / 2 || _window.Count >= MaxWindow)
        {
            return;
        }

        _fetching = true;
        var (topic, after, upTo, generation) = (_tenure.TopicId, _window.Position, _last, _window.Generation);
        _ = Task.Run(() => Fetch(topic, after, upTo, generation));
    }

    private void Fetch(long topic, long after, long upTo, int generation)
    {
        IReadOnlyList<QueueMessage>? messages = null;
        try
        {
            messages = _read(topic, after, ReadAhead);
        }
        catch (Exception exception) when (exception is Microsoft.Data.Sqlite.SqliteException or ObjectDisposedException)
        {
            // The next append or poll tries again.
        }

        lock (_gate)
        {
            _fetching = false;
            if (messages is null || generation != _window.Generation)
            {
                return;
            }

            foreach (var message in messages)
            {
                _window.Add(message);
                _last = Math.Max(_last, message.Sequence);
            }

            if (messages.Count == 0 && _window.Skip(upTo))
            {
                _changed(this);
            }

            Wake();
            FetchIfNeeded();
        }
    }

    private void WakeForRetries()
    {
        lock (_gate)
        {
            Wake();
        }
    }

    private void Wake()
    {
        var available = _window.Ready + (AwaitRetries() ? _window.Retries : 0);
        while (available > 0 && _waiters.TryDequeue(out var waiter))
        {
            if (waiter.TrySetResult())
            {
                available--;
            }
        }
    }

    /// <summary>True when a message is due to come again; else the timer wakes a taker when the first of them is.</summary>
    private bool AwaitRetries()
    {
        if (_window.NextRetry is not { } due)
        {
            return false;
        }

        var left = due - Now;
        if (left > 0)
        {
            _retryTimer.Change(TimeSpan.FromMilliseconds(left), Timeout.InfiniteTimeSpan);
        }

        return left <= 0;
    }
}
