using Microsoft.Data.Sqlite;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>Reads a queue file beside its writer; opened with the first read.</summary>
internal sealed class QueueReader(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private SqliteCommand? _messages;
    private SqliteCommand? _version;
    private SqliteCommand? _topics;
    private long _seenVersion = -1;
    private bool _disposed;

    /// <summary>Messages of a topic after a sequence, in order.</summary>
    public IReadOnlyList<QueueMessage> Read(long topic, long after, int limit)
    {
        lock (_gate)
        {
            Open();
            var first = topic << QueueConnection.SequenceBits;
            _messages!.Parameters[0].Value = first + after;
            _messages.Parameters[1].Value = first + (1L << QueueConnection.SequenceBits);
            _messages.Parameters[2].Value = limit;
            using var reader = _messages.ExecuteReader();
            var messages = new List<QueueMessage>();
            while (reader.Read())
            {
                messages.Add(new QueueMessage(
                    reader.GetInt64(0) - first,
                    reader.GetFieldValue<byte[]>(2),
                    reader.IsDBNull(1) ? null : reader.GetString(1)));
            }

            return messages;
        }
    }

    /// <summary>The last sequence of every topic, if any process committed since the last call; else nothing.</summary>
    public IReadOnlyList<(long Topic, long Last)> ChangedTopics()
    {
        lock (_gate)
        {
            Open();
            var version = (long)_version!.ExecuteScalar()!;
            if (version == _seenVersion)
            {
                return [];
            }

            _seenVersion = version;
            using var reader = _topics!.ExecuteReader();
            var topics = new List<(long, long)>();
            while (reader.Read())
            {
                topics.Add((reader.GetInt64(0), reader.GetInt64(1)));
            }

            return topics;
        }
    }

    /// <summary>How far each group is behind.</summary>
    public IReadOnlyList<GroupLag> Lags(DateTimeOffset now)
    {
        lock (_gate)
        {
            Open();
            using var command = _connection!.CreateCommand();
            command.CommandText = $"""
                SELECT c.consumer, t.name, t.last - c.floor,
                  (SELECT m.published_at FROM message m
                   WHERE m.id > (t.id << {QueueConnection.SequenceBits}) + c.floor AND m.id < ((t.id + 1) << {QueueConnection.SequenceBits}) ORDER BY m.id LIMIT 1)
                FROM cursor c JOIN topic t ON t.id = c.topic ORDER BY c.consumer, t.name
                """;
            using var reader = command.ExecuteReader();
            var lags = new List<GroupLag>();
            while (reader.Read())
            {
                var age = reader.IsDBNull(3) ? TimeSpan.Zero : now - DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3));
                lags.Add(new GroupLag(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), age));
            }

            return lags;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _messages?.Dispose();
            _version?.Dispose();
            _topics?.Dispose();
            _connection?.Dispose();
        }
    }

    private void Open()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_connection is not null)
        {
            return;
        }

        _connection = QueueConnection.OpenReader(path);
        _messages = _connection.CreateCommand();
        _messages.CommandText = "SELECT id, metadata, data FROM message WHERE id > $after AND id < $end ORDER BY id LIMIT $limit";
        foreach (var name in (string[])["$after", "$end", "$limit"])
        {
            _messages.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        _version = _connection.CreateCommand();
        _version.CommandText = "PRAGMA data_version";
        _topics = _connection.CreateCommand();
        _topics.CommandText = "SELECT id, last FROM topic";
    }
}
