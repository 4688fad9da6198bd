using Microsoft.Data.Sqlite;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>Moves the write-ahead log into the file on a connection of its own, so that no publisher waits for it.</summary>
internal sealed class QueueCheckpoint(string path) : IDisposable
{
    private const long Due = 8L << 20;

    /// <summary>At this size writers are held up for the time it takes to empty the log.</summary>
    private const long Overdue = 128L << 20;

    private SqliteConnection? _connection;

    public void RunIfDue()
    {
        var log = new FileInfo(path + "-wal");
        if (!log.Exists || log.Length < Due)
        {
            return;
        }

        _connection ??= QueueConnection.OpenMaintenance(path);
        QueueConnection.Execute(_connection, log.Length < Overdue ? "PRAGMA wal_checkpoint(PASSIVE)" : "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Dispose() => _connection?.Dispose();
}
