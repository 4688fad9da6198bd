using System.Globalization;
using Personalization.Analytics.Api.Warehouse.DuckDb;

namespace Personalization.Analytics.Tests.Exports;

/// <summary>DuckDB as a reader of the files alone, by the glob that the README gives.</summary>
internal static class ParquetReader
{
    /// <param name="folder">The folder of the manifest.</param>
    /// <param name="sql">`{0}` is the data set; one text column.</param>
    public static List<string?> Column(string folder, string sql)
    {
        using var database = DuckDbDatabase.Open(":memory:", new Dictionary<string, string>());
        using var connection = database.Connect();
        using var rows = connection.Query(string.Format(CultureInfo.InvariantCulture, sql, $"read_parquet('{folder}/*/*/*.parquet', hive_partitioning = true)"));
        List<string?> values = [];
        while (rows.Read())
        {
            values.Add(rows.Text(0));
        }

        return values;
    }
}
