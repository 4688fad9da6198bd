using Microsoft.Data.Sqlite;
using Personalization.Search.Index;

namespace Personalization.Evaluation.Searching;

/// <summary>The baseline of S1: SQLite's FTS5 in memory, porter stems, all words of a query joined by OR, weighted BM25; ties by the smaller number.</summary>
internal sealed class FullTextBaseline : IDisposable
{
    private readonly SqliteConnection _connection;

    private FullTextBaseline(SqliteConnection connection) => _connection = connection;

    /// <param name="documents">Their text is the name and the short description, with a line between.</param>
    public static FullTextBaseline Build(IEnumerable<SearchDocument> documents)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Run(connection, "create virtual table product using fts5(id unindexed, title, name, short_description, supplier, attributes, tokenize = 'porter')");
        foreach (var document in documents)
        {
            var text = document.Text!.Split(SearchRelevanceProtocol.Line, 2);
            Run(connection, "insert into product values ($0, $1, $2, $3, $4, $5)", document.Id, document.Name, text[0], text[1], document.Brand ?? "", string.Join(' ', document.Attributes));
        }

        transaction.Commit();
        return new FullTextBaseline(connection);
    }

    public IReadOnlyList<string> Search(string query, int take)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "select id from product where product match $0 order by bm25(product, 0, 5, 2, 2, 1, 1), cast(id as integer), id limit $1";
        command.Parameters.AddWithValue("$0", string.Join(" OR ", Words(query).Select(word => $"\"{word}\"")));
        command.Parameters.AddWithValue("$1", take);
        using var reader = command.ExecuteReader();
        List<string> ids = [];
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    public void Dispose() => _connection.Dispose();

    private static IEnumerable<string> Words(string query) =>
        new string([.. query.ToLowerInvariant().Select(character => char.IsLetterOrDigit(character) || character == '_' ? character : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void Run(SqliteConnection connection, string text, params string[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        for (var at = 0; at < values.Length; at++)
        {
            command.Parameters.AddWithValue($"${at}", values[at]);
        }

        command.ExecuteNonQuery();
    }
}
