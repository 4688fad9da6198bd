using Microsoft.Data.Sqlite;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>The statements of the writer, prepared once, and what the open transaction knows of the topics it touches.</summary>
internal sealed class QueueTransaction : IDisposable
{
    private readonly TimeProvider _time;
    private readonly SqliteConnection _connection;
    private readonly List<SqliteCommand> _commands = [];
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _savepoint;
    private readonly SqliteCommand _release;
    private readonly SqliteCommand _rollbackTo;
    private readonly SqliteCommand _findTopic;
    private readonly SqliteCommand _addTopic;
    private readonly SqliteCommand _last;
    private readonly SqliteCommand _setLast;
    private readonly SqliteCommand _append;
    private readonly SqliteCommand _setFloor;
    private readonly SqliteCommand _addHandled;
    private readonly SqliteCommand _clearHandled;
    private readonly Dictionary<string, long> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Tail> _tails = [];
    private readonly List<(Tail Tail, QueueMessage Message)> _sinceSavepoint = [];
    private readonly List<string> _topicsSinceSavepoint = [];

    public QueueTransaction(SqliteConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _savepoint = Prepare("SAVEPOINT work");
        _release = Prepare("RELEASE work");
        _rollbackTo = Prepare("ROLLBACK TO work");
        _findTopic = Prepare("SELECT id FROM topic WHERE name = $name", "$name");
        _addTopic = Prepare("INSERT INTO topic (name, broadcast) VALUES ($name, $broadcast)", "$name", "$broadcast");
        _last = Prepare("SELECT last FROM topic WHERE id = $id", "$id");
        _setLast = Prepare("UPDATE topic SET last = $last WHERE id = $id", "$last", "$id");
        _setFloor = Prepare("UPDATE cursor SET floor = $floor WHERE id = $id AND owner = $owner", "$floor", "$id", "$owner");
        _addHandled = Prepare("INSERT OR IGNORE INTO handled (cursor, sequence) VALUES ($cursor, $sequence)", "$cursor", "$sequence");
        _clearHandled = Prepare("DELETE FROM handled WHERE cursor = $cursor AND sequence <= $floor", "$cursor", "$floor");
        _append = Prepare("INSERT INTO message (id, published_at, metadata, data) VALUES ($id, $at, $metadata, $data)", "$id", "$at", "$metadata", "$data");
    }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        _commands.Add(command);
        return command;
    }

    /// <summary>A statement that is too rare to keep prepared.</summary>
    public int Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = Rare(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The rows of a rare query.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        using var command = Rare(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Bytes of the file that hold something; pages of removed messages are used again before the file grows.</summary>
    public long UsedBytes() =>
        Query(
            "SELECT (p.page_count - f.freelist_count) * s.page_size FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s",
            reader => reader.GetInt64(0))[0];

    public void Begin() => _begin.ExecuteNonQuery();

    public void Savepoint()
    {
        _sinceSavepoint.Clear();
        _topicsSinceSavepoint.Clear();
        _savepoint.ExecuteNonQuery();
    }

    public void Release()
    {
        _release.ExecuteNonQuery();
        foreach (var (tail, message) in _sinceSavepoint)
        {
            tail.Messages.Add(message);
        }

        _sinceSavepoint.Clear();
    }

    /// <summary>Undoes the open write. Sequences it had taken stay unused: readers expect gaps.</summary>
    public void RollbackToSavepoint()
    {
        _rollbackTo.ExecuteNonQuery();
        _release.ExecuteNonQuery();
        _sinceSavepoint.Clear();
        foreach (var name in _topicsSinceSavepoint)
        {
            _topics.Remove(name, out var id);
            _tails.Remove(id);
        }
    }

    /// <summary>Commits; what it returns is on disk.</summary>
    public IReadOnlyList<AppendedRange> Commit()
    {
        foreach (var (topic, tail) in _tails)
        {
            if (tail.Last > tail.Before)
            {
                _setLast.Parameters[0].Value = tail.Last;
                _setLast.Parameters[1].Value = topic;
                _setLast.ExecuteNonQuery();
            }
        }

        _commit.ExecuteNonQuery();
        List<AppendedRange> appended = [];
        foreach (var (topic, tail) in _tails)
        {
            if (tail.Messages.Count > 0)
            {
                appended.Add(new AppendedRange(topic, tail.Before, tail.Messages));
            }
        }

        _tails.Clear();
        return appended;
    }

    /// <summary>Leaves nothing of the open transaction, if one is open.</summary>
    public void Rollback()
    {
        _tails.Clear();
        _topics.Clear();
        _sinceSavepoint.Clear();
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _rollback.ExecuteNonQuery();
        }
    }

    /// <summary>The topic's id; made if it is new.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="broadcast">It is used through a broadcast component.</param>
    public long TopicId(string name, bool broadcast)
    {
        if (_topics.TryGetValue(name, out var id))
        {
            return id;
        }

        _findTopic.Parameters[0].Value = name;
        if (_findTopic.ExecuteScalar() is not long found)
        {
            _addTopic.Parameters[0].Value = name;
            _addTopic.Parameters[1].Value = broadcast ? 1 : 0;
            _addTopic.ExecuteNonQuery();
            _topicsSinceSavepoint.Add(name);
            found = (long)_findTopic.ExecuteScalar()!;
        }

        _topics[name] = found;
        return found;
    }

    /// <summary>The last sequence given out in a topic, by whichever process.</summary>
    public long LastOf(long topic) => TailOf(topic).Last;

    /// <returns>False when another process owns the cursor.</returns>
    public bool SetFloor(long cursor, long floor, string owner)
    {
        _setFloor.Parameters[0].Value = floor;
        _setFloor.Parameters[1].Value = cursor;
        _setFloor.Parameters[2].Value = owner;
        return _setFloor.ExecuteNonQuery() > 0;
    }

    public void AddHandled(long cursor, long sequence)
    {
        _addHandled.Parameters[0].Value = cursor;
        _addHandled.Parameters[1].Value = sequence;
        _addHandled.ExecuteNonQuery();
    }

    public void ClearHandled(long cursor, long floor)
    {
        _clearHandled.Parameters[0].Value = cursor;
        _clearHandled.Parameters[1].Value = floor;
        _clearHandled.ExecuteNonQuery();
    }

    public void Append(long topic, ReadOnlyMemory<byte> data, string? metadata)
    {
        var tail = TailOf(topic);
        var message = new QueueMessage(++tail.Last, data, metadata);
        _append.Parameters[0].Value = (topic << QueueConnection.SequenceBits) | message.Sequence;
        _append.Parameters[1].Value = Now;
        _append.Parameters[2].Value = (object?)metadata ?? DBNull.Value;
        _append.Parameters[3].Value = AsArray(data);
        _append.ExecuteNonQuery();
        _sinceSavepoint.Add((tail, message));
    }

    public void Dispose()
    {
        foreach (var command in _commands)
        {
            command.Dispose();
        }
    }

    private static byte[] AsArray(ReadOnlyMemory<byte> data) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(data, out var segment)
            && segment.Offset == 0 && segment.Array is { } array && segment.Count == array.Length
            ? array
            : data.ToArray();

    private Tail TailOf(long topic)
    {
        if (!_tails.TryGetValue(topic, out var tail))
        {
            _last.Parameters[0].Value = topic;
            tail = new Tail((long)_last.ExecuteScalar()!);
            _tails.Add(topic, tail);
        }

        return tail;
    }

    private SqliteCommand Rare(string sql, (string Name, object? Value)[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    private sealed class Tail(long before)
    {
        public long Before { get; } = before;

        public long Last { get; set; } = before;

        public List<QueueMessage> Messages { get; } = [];
    }
}
