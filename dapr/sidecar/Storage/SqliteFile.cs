using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Storage;

/// <summary>
/// A database file that the process writes through one thread. Writes that wait together share one commit, and so one fsync; each runs
/// in a savepoint of its own, so one that fails takes no other with it. A write's task completes after the commit is on disk
/// (WAL, synchronous=FULL); if the commit fails, every write of the group fails. Reads run on the caller's thread over pooled
/// connections and see all completed writes.
/// </summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    /// <summary>Writes per commit at most: bounds how long the first waits for the last.</summary>
    private const int MaxGroup = 256;

    private const int MaxIdleReaders = 16;

    /// <summary>Writes between two checkpoints that nobody waits for.</summary>
    private const int CheckpointAfter = 500;

    /// <summary>Pages of the log at which the writer itself makes a checkpoint, and begins the log anew: 8 MB.</summary>
    private const int LongestLog = 2_048;

    private readonly SqliteFileOptions _options;
    private readonly BlockingCollection<SqliteWrite> _queue = new(new ConcurrentQueue<SqliteWrite>());
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AutoResetEvent _checkpointDue = new(false);
    private readonly Thread _writer;
    private readonly Thread? _checkpoints;
    private int _sinceCheckpoint;
    private volatile bool _disposed;

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    private SqliteFile(SqliteFileOptions options)
    {
        _options = options;
        _writer = new Thread(Write) { IsBackground = true, Name = "sqlite writer" };
        _writer.Start();
        if (options is { Path: not null, DisableWal: false })
        {
            _checkpoints = new Thread(Checkpoint) { IsBackground = true, Name = "sqlite writer's checkpoints" };
            _checkpoints.Start();
        }
    }

    /// <summary>Completes when the file is open; fails when it cannot be.</summary>
    public Task Opened => _opened.Task;

    /// <summary>The process's one object for the file. A database in memory is never shared.</summary>
    public static Share<SqliteFile> Acquire(SharedResources shared, SqliteFileOptions options)
    {
        if (options.Path is { } path)
        {
            return shared.Acquire($"sqlite:{path}", () => new SqliteFile(options));
        }

        var memory = new SqliteFile(options);
        return new Share<SqliteFile>(memory, memory.DisposeAsync);
    }

    /// <summary>
    /// Runs <paramref name="work"/> on the writer's thread inside a savepoint; what it throws undoes its changes and is thrown here. A
    /// cancelled write may or may not have happened.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        var write = new SqliteWrite<T>(work, cancellationToken);
        try
        {
            _queue.Add(write, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            write.Fail(new ObjectDisposedException("The database is closed.", e));
        }

        return write.Task;
    }

    /// <summary>Runs <paramref name="work"/> on a connection that cannot write. Each statement sees its own snapshot.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        if (_options.Path is null)
        {
            return WriteAsync(work, cancellationToken);
        }

        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var session = _readers.TryTake(out var idle) ? idle : OpenReader();
            T result;
            try
            {
                result = work(session);
            }
            catch
            {
                session.Dispose();
                throw;
            }

            if (_disposed || _readers.Count >= MaxIdleReaders)
            {
                session.Dispose();
            }
            else
            {
                _readers.Add(session);
            }

            return Task.FromResult(result);
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    /// <summary>Commits what is queued, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _queue.CompleteAdding();
        await Task.Run(_writer.Join);
        _checkpointDue.Set();
        if (_checkpoints is not null)
        {
            await Task.Run(_checkpoints.Join);
        }

        _checkpointDue.Dispose();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _queue.Dispose();
    }

    private void Write()
    {
        SqliteSession session;
        try
        {
            session = OpenWriter();
            _opened.SetResult();
        }
        catch (Exception e)
        {
            _opened.SetException(e);
            foreach (var write in _queue.GetConsumingEnumerable())
            {
                write.Fail(e);
            }

            return;
        }

        using (session)
        {
            var group = new List<SqliteWrite>(MaxGroup);
            foreach (var first in _queue.GetConsumingEnumerable())
            {
                group.Clear();
                Commit(session, first, group);
            }
        }
    }

    private void Commit(SqliteSession session, SqliteWrite first, List<SqliteWrite> group)
    {
        try
        {
            session.Execute("BEGIN IMMEDIATE");
        }
        catch (SqliteException e)
        {
            // Whoever waits already would wait as long again, one after the other, for a lock that another process holds.
            first.Fail(e);
            for (var waiting = _queue.Count; waiting > 0 && _queue.TryTake(out var next); waiting--)
            {
                next.Fail(e);
            }

            return;
        }

        try
        {
            var next = first;
            do
            {
                group.Add(next);
                RunOne(session, next);
            }
            while (group.Count < MaxGroup && _queue.TryTake(out next!));
            session.Execute("COMMIT");
        }
        catch (SqliteException e)
        {
            // The transaction is gone or cannot be committed (disk full, I/O error): nothing of the group is on disk.
            Rollback(session);
            foreach (var write in group)
            {
                write.Fail(e);
            }

            return;
        }

        foreach (var write in group)
        {
            write.Complete();
        }

        _sinceCheckpoint += group.Count;
        if (_sinceCheckpoint >= CheckpointAfter)
        {
            _sinceCheckpoint = 0;
            _checkpointDue.Set();
        }
    }

    /// <summary>
    /// Brings what the log holds into the file beside the writer, as far as readers let it; so that the writer, whose turn it is when the log is long, finds
    /// little left to do, and no write waits while half the file is flushed.
    /// </summary>
    private void Checkpoint()
    {
        SqliteSession? session = null;
        while (_checkpointDue.WaitOne() && !_disposed)
        {
            try
            {
                session ??= Open();
                session.Scalar("PRAGMA wal_checkpoint(PASSIVE)");
            }
            catch (SqliteException)
            {
                // The file is locked or the disk full: the next one tries again, or the writer itself.
            }
        }

        session?.Dispose();
    }

    private static void RunOne(SqliteSession session, SqliteWrite write)
    {
        session.Execute("SAVEPOINT one");
        if (!write.TryRun(session))
        {
            // After an error that ended the whole transaction this statement fails, and so the whole group does.
            session.Execute("ROLLBACK TO one");
        }

        session.Execute("RELEASE one");
    }

    private static void Rollback(SqliteSession session)
    {
        try
        {
            session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite had rolled back by itself.
        }
    }

    private SqliteSession OpenWriter()
    {
        if (_options.Path is { } path && Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var session = Open();
        if (_options.Path is not null)
        {
            session.Scalar(_options.DisableWal ? "PRAGMA journal_mode=DELETE" : "PRAGMA journal_mode=WAL");
            session.Execute($"PRAGMA wal_autocheckpoint={LongestLog}");
        }

        session.Execute("PRAGMA synchronous=FULL");
        return session;
    }

    private SqliteSession OpenReader()
    {
        var session = Open();
        session.Execute("PRAGMA query_only=1");
        return session;
    }

    private SqliteSession Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _options.Path ?? ":memory:",
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(_options.BusyTimeout.TotalSeconds)),
        }.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Execute($"PRAGMA busy_timeout={(long)_options.BusyTimeout.TotalMilliseconds}");
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
