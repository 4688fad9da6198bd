using Microsoft.Data.Sqlite;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>
/// The one writer of a queue file: a thread that takes whatever has gathered and commits it at once, so that many publishers
/// share one flush of the disk. A write that fails is undone by its savepoint and fails alone.
/// </summary>
internal sealed class QueueWriter : IDisposable
{
    private const int MaxGroup = 1024;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Action<IReadOnlyList<AppendedRange>> _onAppended;
    private readonly Lock _openGate = new();
    private readonly object _gate = new();
    private Queue<QueueWork> _waiting = new();
    private Thread? _thread;
    private SqliteConnection? _connection;
    private bool _closing;

    public QueueWriter(string path, TimeProvider time, Action<IReadOnlyList<AppendedRange>> onAppended)
    {
        _path = path;
        _time = time;
        _onAppended = onAppended;
    }

    /// <summary>Opens the file, making folder and tables where they are missing. Repeated calls do nothing.</summary>
    public void Open()
    {
        lock (_openGate)
        {
            if (_thread is not null)
            {
                return;
            }

            var folder = Path.GetDirectoryName(Path.GetFullPath(_path));
            Directory.CreateDirectory(folder!);
            _connection = QueueConnection.OpenWriter(_path);
            _thread = new Thread(Run) { IsBackground = true, Name = $"queue {Path.GetFileName(_path)}" };
            _thread.Start();
        }
    }

    /// <summary>Puts a write in the next commit.</summary>
    public void Enqueue(QueueWork work)
    {
        lock (_gate)
        {
            if (!_closing)
            {
                _waiting.Enqueue(work);
                if (_waiting.Count == 1)
                {
                    Monitor.Pulse(_gate);
                }

                return;
            }
        }

        work.OnFailed(new ObjectDisposedException(nameof(QueueWriter), $"The queue '{_path}' is closed."));
    }

    public Task RunAsync(QueueWork work)
    {
        Enqueue(work);
        return work.Done;
    }

    /// <summary>Commits what was given so far, then closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        lock (_openGate)
        {
            _thread?.Join();
            _connection?.Dispose();
            _connection = null;
        }
    }

    private void Run()
    {
        using var transaction = new QueueTransaction(_connection!, _time);
        var group = new List<QueueWork>(MaxGroup);
        while (Take(group))
        {
            Commit(transaction, group);
            group.Clear();
        }
    }

    private bool Take(List<QueueWork> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closing)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            while (group.Count < MaxGroup && _waiting.TryDequeue(out var work))
            {
                group.Add(work);
            }

            return true;
        }
    }

    private void Commit(QueueTransaction transaction, List<QueueWork> group)
    {
        var failures = new Dictionary<QueueWork, Exception>();
        IReadOnlyList<AppendedRange> appended;
        try
        {
            transaction.Begin();
            foreach (var work in group)
            {
                transaction.Savepoint();
                try
                {
                    work.Execute(transaction);
                    transaction.Release();
                }
                catch (Exception exception) when (exception is SqliteException or InvalidOperationException)
                {
                    transaction.RollbackToSavepoint();
                    failures[work] = exception;
                }
            }

            appended = transaction.Commit();
        }
        catch (Exception exception)
        {
            // The edge of the writer's thread: whatever went wrong, nothing of this group was written, and every caller hears of it.
            transaction.Rollback();
            foreach (var work in group)
            {
                work.OnFailed(exception);
            }

            return;
        }

        _onAppended(appended);
        foreach (var work in group)
        {
            if (failures.TryGetValue(work, out var failure))
            {
                work.OnFailed(failure);
            }
            else
            {
                work.OnCommitted();
            }
        }
    }
}
