using Microsoft.Data.Sqlite;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>Opens connections to a queue file, with the settings that make a commit durable, and lays out its tables.</summary>
internal static class QueueConnection
{
    private const int SchemaVersion = 1;

    /// <summary>
    /// A message's rowid is its topic in the high bits and its sequence in the low ones: a topic's messages lie side by
    /// side in the order they came, and one b-tree serves as table and index.
    /// </summary>
    public const int SequenceBits = 40;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS topic (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          last INTEGER NOT NULL DEFAULT 0,
          broadcast INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS message (
          id INTEGER PRIMARY KEY,
          published_at INTEGER NOT NULL,
          metadata TEXT,
          data BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS cursor (
          id INTEGER PRIMARY KEY,
          consumer TEXT NOT NULL,
          topic INTEGER NOT NULL,
          floor INTEGER NOT NULL,
          owner TEXT,
          lease_until INTEGER NOT NULL DEFAULT 0,
          UNIQUE (consumer, topic));
        CREATE TABLE IF NOT EXISTS handled (
          cursor INTEGER NOT NULL,
          sequence INTEGER NOT NULL,
          PRIMARY KEY (cursor, sequence)) WITHOUT ROWID;
        """;

    static QueueConnection() => SQLitePCL.Batteries_V2.Init();

    public static SqliteConnection OpenWriter(string path)
    {
        var connection = Open(path);
        Execute(connection, "PRAGMA journal_mode=WAL");
        Execute(connection, "PRAGMA synchronous=FULL");
        // Checkpoints run on a connection of their own, so that no publisher waits for one.
        Execute(connection, "PRAGMA wal_autocheckpoint=0");
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"));
        if (version > SchemaVersion)
        {
            connection.Dispose();
            throw new InvalidDataException($"'{path}' was written by a newer version (layout {version}, this one knows {SchemaVersion}).");
        }

        if (version < SchemaVersion)
        {
            Execute(connection, "BEGIN IMMEDIATE");
            Execute(connection, Schema);
            Execute(connection, $"PRAGMA user_version={SchemaVersion}");
            Execute(connection, "COMMIT");
        }

        return connection;
    }

    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path);
        Execute(connection, "PRAGMA query_only=ON");
        return connection;
    }

    public static SqliteConnection OpenMaintenance(string path) => Open(path);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static SqliteConnection Open(string path)
    {
        // Pooling would keep the file open after Dispose, and with it the lock that a successor needs.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout=5000");
        return connection;
    }
}
