using Microsoft.Data.Sqlite;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>
/// A durable at-least-once queue in one SQLite file: a log of messages for each topic, and the place of each consumer group in it.
/// Every component of the process that names the file shares one instance; another process may use the file at the same time,
/// and then each group's cursor of a topic is held by one of them.
/// </summary>
internal sealed partial class QueueFile : IAsyncDisposable
{
    private static readonly TimeSpan CursorLease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Housekeeping = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SaveDelay = TimeSpan.FromMilliseconds(50);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _owner = QueueOwner.New();
    private readonly QueueWriter _writer;
    private readonly QueueReader _reader;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Consumer, string Topic), QueueCursor> _cursors = [];
    private readonly HashSet<QueueCursor> _unsaved = [];
    private readonly CancellationTokenSource _closing = new();
    private volatile QueueCursor[] _snapshot = [];
    private Task? _care;
    private bool _saveScheduled;
    private (TimeSpan Min, TimeSpan Max, long Bytes) _retention;

    public QueueFile(string path, TimeProvider time, ILogger logger)
    {
        _path = path;
        _time = time;
        _logger = logger;
        _writer = new QueueWriter(path, time, OnAppended);
        _reader = new QueueReader(path);
    }

    /// <summary>Opens the file. Repeated calls do nothing but widen what is kept.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public void Open(TimeSpan minRetention, TimeSpan maxRetention, long maxHandledBytes)
    {
        _writer.Open();
        lock (_gate)
        {
            _retention = (Longer(_retention.Min, minRetention), Longer(_retention.Max, maxRetention), Math.Max(_retention.Bytes, maxHandledBytes));
            _care ??= Task.Run(() => CareAsync(_closing.Token));
        }

        static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
    }

    /// <summary>Adds messages, all or none; they are on disk when the task completes.</summary>
    public Task AppendAsync(IReadOnlyList<(string Topic, ReadOnlyMemory<byte> Data, string? Metadata)> messages, bool broadcast) =>
        _writer.RunAsync(new AppendWork(messages, broadcast));

    /// <summary>How far each group of the file is behind, those of other processes and of consumers that are gone included.</summary>
    public IReadOnlyList<GroupLag> Lags() => _reader.Lags(_time.GetUtcNow());

    /// <summary>Joins a group's cursor. It may have to wait for another process to let go of it; then nothing can be taken yet.</summary>
    public async Task<QueueCursor> JoinAsync(string consumer, string topic, bool broadcast, CancellationToken cancellationToken)
    {
        QueueCursor? cursor;
        bool first;
        lock (_gate)
        {
            first = !_cursors.TryGetValue((consumer, topic), out cursor);
            if (cursor is null)
            {
                cursor = new QueueCursor(consumer, topic, broadcast, _time, _reader.Read, ScheduleSave);
                _cursors.Add((consumer, topic), cursor);
                _snapshot = [.. _cursors.Values];
            }

            cursor.Members++;
        }

        if (first)
        {
            await AcquireAsync(cursor).WaitAsync(cancellationToken);
        }

        return cursor;
    }

    /// <summary>Leaves a cursor. With the last member its progress is saved and other processes may take it at once.</summary>
    public async Task LeaveAsync(QueueCursor cursor)
    {
        lock (_gate)
        {
            if (--cursor.Members > 0)
            {
                return;
            }

            cursor.IdleSince = _time.GetUtcNow().ToUnixTimeMilliseconds();
            if (cursor.Broadcast)
            {
                return;
            }

            Forget(cursor);
        }

        try
        {
            await _writer.RunAsync(new SaveProgressWork([cursor], _owner, release: true));
        }
        catch (Exception exception) when (exception is SqliteException or ObjectDisposedException)
        {
            LogSaveFailed(_logger, exception, _path);
        }

        cursor.Lose();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_care is not null)
        {
            await _care;
        }

        _writer.Enqueue(new SaveProgressWork(_snapshot, _owner, release: true));
        await Task.Run(_writer.Dispose);
        _reader.Dispose();
        foreach (var cursor in _snapshot)
        {
            cursor.Lose();
            cursor.Dispose();
        }

        _closing.Dispose();
    }

    private void OnAppended(IReadOnlyList<AppendedRange> ranges)
    {
        foreach (var range in ranges)
        {
            foreach (var cursor in _snapshot)
            {
                cursor.OnAppended(range);
            }
        }
    }

    private async Task AcquireAsync(QueueCursor cursor)
    {
        try
        {
            await _writer.RunAsync(new AcquireWork(cursor, _owner, CursorLease));
        }
        catch (SqliteException exception)
        {
            // Housekeeping tries again.
            LogAcquireFailed(_logger, exception, cursor.Topic, cursor.Consumer);
        }
    }

    /// <summary>Called under a cursor's lock: must not take it again.</summary>
    private void ScheduleSave(QueueCursor cursor)
    {
        if (cursor.Broadcast)
        {
            return;
        }

        lock (_unsaved)
        {
            _unsaved.Add(cursor);
            if (_saveScheduled)
            {
                return;
            }

            _saveScheduled = true;
        }

        _ = SaveSoonAsync();
    }

    private async Task SaveSoonAsync()
    {
        try
        {
            await Task.Delay(SaveDelay, _time, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        QueueCursor[] cursors;
        lock (_unsaved)
        {
            cursors = [.. _unsaved];
            _unsaved.Clear();
            _saveScheduled = false;
        }

        try
        {
            await _writer.RunAsync(new SaveProgressWork(cursors, _owner, release: false));
        }
        catch (Exception exception) when (exception is SqliteException or ObjectDisposedException)
        {
            // The next message that is done schedules the next try, with everything that is still unsaved.
            LogSaveFailed(_logger, exception, _path);
        }
    }

    /// <summary>Notices other processes' messages, keeps leases, removes what nobody needs, and writes the log back into the file.</summary>
    private async Task CareAsync(CancellationToken cancellationToken)
    {
        using var checkpoint = new QueueCheckpoint(_path);
        using var timer = new PeriodicTimer(Poll, _time);
        var housekeeping = _time.GetTimestamp();
        while (await NextAsync(timer, cancellationToken))
        {
            try
            {
                foreach (var (topic, last) in _reader.ChangedTopics())
                {
                    foreach (var cursor in _snapshot)
                    {
                        if (cursor.Tenure?.TopicId == topic)
                        {
                            cursor.OnLast(last);
                        }
                    }
                }

                foreach (var cursor in _snapshot)
                {
                    if (cursor.Tenure is null && cursor.Members > 0)
                    {
                        await AcquireAsync(cursor);
                    }
                }

                checkpoint.RunIfDue();
                if (_time.GetElapsedTime(housekeeping) >= Housekeeping)
                {
                    housekeeping = _time.GetTimestamp();
                    await KeepHouseAsync(cancellationToken);
                }
            }
            catch (Exception exception) when (exception is SqliteException or ObjectDisposedException)
            {
                LogCareFailed(_logger, exception, _path);
            }
        }
    }

    private async Task KeepHouseAsync(CancellationToken cancellationToken)
    {
        await _writer.RunAsync(new RenewWork(_snapshot, _owner, CursorLease));
        ExpireBroadcastCursors();
        var (min, max, bytes) = _retention;
        CompactWork work;
        do
        {
            work = new CompactWork(min, max, bytes, SlowestBroadcast);
            await _writer.RunAsync(work);
        }
        while (work.More && !cancellationToken.IsCancellationRequested);
    }

    private long? SlowestBroadcast(long topic)
    {
        long? slowest = null;
        foreach (var cursor in _snapshot)
        {
            if (cursor.Broadcast && cursor.Tenure?.TopicId == topic)
            {
                slowest = Math.Min(slowest ?? long.MaxValue, cursor.Floor);
            }
        }

        return slowest;
    }

    private void ExpireBroadcastCursors()
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            foreach (var cursor in _snapshot)
            {
                if (cursor.Broadcast && cursor.Members == 0 && now - cursor.IdleSince >= (long)QueueOptions.BroadcastExpiry.TotalMilliseconds)
                {
                    Forget(cursor);
                    cursor.Lose();
                }
            }
        }
    }

    private void Forget(QueueCursor cursor)
    {
        _cursors.Remove((cursor.Consumer, cursor.Topic));
        _snapshot = [.. _cursors.Values];
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
