using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Personalization.Grpc.DurableTask;

namespace Personalization.Drills.Workflows;

/// <summary>Reads the sidecar's file with an SQLite of this process's own, whether the sidecar lives or not.</summary>
public sealed class OutsideStore
{
    private readonly string _connection;
    private readonly string _appId;

    internal OutsideStore(string file, string appId)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString();
        _appId = appId;
        Exists = () => File.Exists(file);
    }

    private Func<bool> Exists { get; }

    /// <summary>What is written beside the events of an instance, as it stands there; null: there is no such instance.</summary>
    public string? Metadata(string id)
    {
        if (!Exists())
        {
            return null;
        }

        using var connection = Open();
        return Value(connection, Key(id, "metadata")) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;
    }

    /// <summary>Rows that begin with what the runtime keeps of workflows, the count of slots apart.</summary>
    public int Rows()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM state WHERE (key LIKE '%.workflow||%' OR key LIKE '%dapr.internal.workflows||%') AND key NOT LIKE '%||slots'";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>The instance's events: history, then inbox.</summary>
    /// <exception cref="InvalidDataException">An event that the metadata counts is not there.</exception>
    internal StoredWorkflow Read(string id)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: true);
        using var metadata = JsonDocument.Parse(Value(connection, Key(id, "metadata")) ?? throw new InvalidDataException($"there is no workflow '{id}'"));
        var record = metadata.RootElement;
        var history = Events("history", 0, record.GetProperty("historyLength").GetInt32());
        var inbox = Events("inbox", record.GetProperty("inboxFirst").GetInt32(), record.GetProperty("inboxLength").GetInt32());
        return new StoredWorkflow(record.GetProperty("generation").GetInt32(), history, inbox);

        List<HistoryEvent> Events(string name, int first, int count) =>
        [
            .. Enumerable.Range(first, count).Select(number =>
            {
                var key = Key(id, $"{name}-{number.ToString("d6", CultureInfo.InvariantCulture)}");
                return HistoryEvent.Parser.ParseFrom(Value(connection, key) ?? throw new InvalidDataException($"'{key}' is not in the file"));
            }),
        ];
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }

    private static byte[]? Value(SqliteConnection connection, string key)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value, is_binary FROM state WHERE key = $key";
        command.Parameters.AddWithValue("$key", key);
        using var reader = command.ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        var text = reader.GetString(0);
        return reader.GetBoolean(1) ? Convert.FromBase64String(text) : System.Text.Encoding.UTF8.GetBytes(text);
    }

    private string Key(string id, string name) => $"{_appId}||dapr.internal.default.{_appId}.workflow||{id}||{name}";
}
