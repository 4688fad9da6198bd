using System.Globalization;
using System.IO.Compression;
using Personalization.Profiles.Contracts;
using Personalization.Testing;

namespace Personalization.Profiles.Tests.Sizes;

/// <summary>The purchases of real households in order of time, with the facts a shop's import would give their products.</summary>
internal static class CompleteJourney
{
    public static List<(string Household, Interaction Purchase)> Purchases()
    {
        var folder = Requires.Data("complete_journey");
        var products = Rows(Path.Combine(folder, "products.csv.gz")).ToDictionary(
            row => row["product_id"],
            row => new ProductFacts
            {
                Id = row["product_id"],
                Name = row["product_type"],
                Brand = "Maker " + row["manufacturer_id"],
                Categories = [.. new[] { row["department"], row["product_category"] }.Where(name => name.Length > 0)],
                Attributes = [row["brand"] == "Private" ? "private label" : "national brand"],
                Currency = "USD",
            });
        var number = 0;
        return [.. Rows(Path.Combine(folder, "transactions_sample.csv.gz"))
            .Where(row => products.ContainsKey(row["product_id"]))
            .OrderBy(row => row["transaction_timestamp"], StringComparer.Ordinal)
            .Select(row =>
            {
                var at = DateTimeOffset.Parse(row["transaction_timestamp"], CultureInfo.InvariantCulture);
                var quantity = decimal.Parse(row["quantity"], CultureInfo.InvariantCulture);
                var line = number++;
                return (row["household_id"], new Interaction
                {
                    EventId = $"{row["basket_id"]}-{line}",
                    Type = InteractionTypes.Purchase,
                    Timestamp = at,
                    ReceivedAt = at,
                    SessionId = row["basket_id"],
                    ProductId = row["product_id"],
                    Product = products[row["product_id"]],
                    Quantity = quantity,
                    Price = quantity > 0 ? Math.Round(decimal.Parse(row["sales_value"], CultureInfo.InvariantCulture) / quantity, 2) : null,
                    OrderId = row["basket_id"],
                    LineId = line.ToString(CultureInfo.InvariantCulture),
                });
            })];
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var header = Cells(reader.ReadLine()!);
        while (reader.ReadLine() is { } line)
        {
            var cells = Cells(line);
            yield return header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    private static List<string> Cells(string line)
    {
        List<string> cells = [];
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(letter);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
