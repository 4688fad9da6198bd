using System.Text;
using Microsoft.Data.Sqlite;
using Personalization.Sidecar.Storage;

namespace Personalization.Sidecar.State.Sqlite;

/// <summary>The statements on one state table and its metadata table. Times are UTC text to the second, as SQLite's <c>CURRENT_TIMESTAMP</c>.</summary>
internal sealed class SqliteStateTable(string table, string metadataTable)
{
    /// <summary>How many of daprd's schema steps this code knows.</summary>
    private const int SchemaLevel = 1;

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";
    private const string Live = "(expiration_time IS NULL OR expiration_time > $now)";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _select = $"SELECT value, is_binary, etag, expiration_time FROM {table} WHERE key = $key AND {Live}";

    /// <summary>In its place: replaced, a row would move to the end of the table, and its index with it.</summary>
    private readonly string _replace =
        $"""
        INSERT INTO {table} (key, value, is_binary, etag, update_time, expiration_time) VALUES ($key, $value, $binary, $etag, $now, $expires)
        ON CONFLICT (key) DO UPDATE SET value = $value, is_binary = $binary, etag = $etag, update_time = $now, expiration_time = $expires
        """;

    private readonly string _insert =
        $"""
        INSERT INTO {table} (key, value, is_binary, etag, update_time, expiration_time) VALUES ($key, $value, $binary, $etag, $now, $expires)
        ON CONFLICT (key) DO UPDATE SET value = $value, is_binary = $binary, etag = $etag, update_time = $now, expiration_time = $expires
        WHERE expiration_time IS NOT NULL AND expiration_time <= $now
        """;

    private readonly string _update =
        $"""
        UPDATE {table} SET value = $value, is_binary = $binary, etag = $etag, update_time = $now, expiration_time = $expires
        WHERE key = $key AND etag = $expected AND {Live}
        """;

    private readonly string _delete = $"DELETE FROM {table} WHERE key = $key";
    private readonly string _deleteIf = $"DELETE FROM {table} WHERE key = $key AND etag = $expected AND {Live}";
    private readonly string _clean = $"DELETE FROM {table} WHERE expiration_time IS NOT NULL AND expiration_time <= $now";

    /// <summary>Makes the tables if they are not there.</summary>
    /// <exception cref="InvalidOperationException">The file's schema is newer.</exception>
    public void Prepare(SqliteSession session)
    {
        session.Execute($"CREATE TABLE IF NOT EXISTS {metadataTable} (key text NOT NULL PRIMARY KEY, value text NOT NULL)");
        var level = session.Scalar($"SELECT value FROM {metadataTable} WHERE key = 'migrations'") is string text ? int.Parse(text) : 0;
        if (level > SchemaLevel)
        {
            throw new InvalidOperationException($"the tables are of schema step {level}, written by a newer daprd; this sidecar knows step {SchemaLevel}");
        }

        // Whatever the level says: several state tables may share one metadata table.
        session.Execute(
            $"""
            CREATE TABLE IF NOT EXISTS {table} (
              key TEXT NOT NULL PRIMARY KEY,
              value TEXT NOT NULL,
              is_binary BOOLEAN NOT NULL,
              etag TEXT NOT NULL,
              expiration_time TIMESTAMP DEFAULT NULL,
              update_time TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
            )
            """);
        session.Execute($"REPLACE INTO {metadataTable} (key, value) VALUES ('migrations', '{SchemaLevel}')");
    }

    /// <summary>For a table that is cleaned: without it each round reads the whole table, and nobody writes meanwhile.</summary>
    public void PrepareCleaning(SqliteSession session) =>
        session.Execute($"CREATE INDEX IF NOT EXISTS {table}_expiring ON {table} (expiration_time) WHERE expiration_time IS NOT NULL");

    public StateEntry? Find(SqliteSession session, string key, DateTimeOffset now)
    {
        using var reader = session.Statement(_select, ("$key", key), ("$now", Text(now))).ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        var value = reader.GetString(0);
        ReadOnlyMemory<byte> bytes = reader.GetBoolean(1) ? Convert.FromBase64String(value) : Encoding.UTF8.GetBytes(value);
        DateTimeOffset? expires = reader.IsDBNull(3)
            ? null
            : DateTimeOffset.ParseExact(reader.GetString(3), TimeFormat, null, System.Globalization.DateTimeStyles.AssumeUniversal);
        return new StateEntry(bytes, reader.GetString(2), expires);
    }

    /// <exception cref="ETagMismatchException">The operation's condition does not hold.</exception>
    public void Apply(SqliteSession session, in StateOperation operation, DateTimeOffset now)
    {
        var changed = (operation.Kind, operation.ETag, operation.FirstWrite) switch
        {
            (StateOperationKind.Delete, null, _) => Math.Max(1, session.Execute(_delete, ("$key", operation.Key))),
            (StateOperationKind.Delete, { } etag, _) =>
                session.Execute(_deleteIf, ("$key", operation.Key), ("$expected", etag), ("$now", Text(now))),
            (_, null, false) => Save(session, _replace, operation, now),
            (_, null, true) => Save(session, _insert, operation, now),
            (_, { } etag, _) => Save(session, _update, operation, now, etag),
        };
        if (changed == 0)
        {
            throw new ETagMismatchException(operation.Key);
        }
    }

    /// <returns>Rows removed.</returns>
    public int Clean(SqliteSession session, DateTimeOffset now) => session.Execute(_clean, ("$now", Text(now)));

    private static int Save(SqliteSession session, string sql, in StateOperation operation, DateTimeOffset now, string? expected = null)
    {
        // A second is the finest the table knows: rounding up, nothing expires early.
        var expires = operation.TtlSeconds is > 0 and var ttl ? Text(now.AddSeconds(ttl).AddTicks(TimeSpan.TicksPerSecond - 1)) : null;
        var (value, binary) = Encode(operation.Value.Span);
        return expected is null
            ? session.Execute(
                sql, ("$key", operation.Key), ("$value", value), ("$binary", binary), ("$etag", Guid.NewGuid().ToString()), ("$now", Text(now)), ("$expires", expires))
            : session.Execute(
                sql, ("$key", operation.Key), ("$value", value), ("$binary", binary), ("$etag", Guid.NewGuid().ToString()), ("$now", Text(now)), ("$expires", expires), ("$expected", expected));
    }

    /// <summary>Text is stored as text; what is not UTF-8, or holds a NUL that SQLite's text would end at, as base64.</summary>
    private static (string Value, bool Binary) Encode(ReadOnlySpan<byte> value)
    {
        if (!value.Contains((byte)0))
        {
            try
            {
                return (StrictUtf8.GetString(value), false);
            }
            catch (DecoderFallbackException)
            {
            }
        }

        return (Convert.ToBase64String(value), true);
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat);
}
