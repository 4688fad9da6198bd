using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Personalization.Drills.Workflows;

/// <summary>The file of `state.sqlite`.</summary>
internal sealed class OutsideSqlite : OutsideStore
{
    private readonly string _connection;
    private readonly string _file;

    public OutsideSqlite(string file, string appId)
        : base(appId)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString();
        _file = file;
    }

    public override int Rows()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM state WHERE (key LIKE '%.workflow||%' OR key LIKE '%dapr.internal.workflows||%') AND key NOT LIKE '%||slots'";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    internal override StoredWorkflow Read(string id)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: true);
        return Read(id, key => Value(connection, key));
    }

    private protected override byte[]? Value(string key)
    {
        if (!File.Exists(_file))
        {
            return null;
        }

        using var connection = Open();
        return Value(connection, key);
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
        return reader.GetBoolean(1) ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }
}
