using System.IO.Compression;
using System.Text;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Scenarios;

/// <summary>A store of its own in the running system, with the instacart products; imported once, on first use.</summary>
public sealed class InstacartShop : IDisposable
{
    private Shop? _shop;

    public async Task<Shop> OpenAsync(DemoSystem demo)
    {
        if (_shop is not null)
        {
            return _shop;
        }

        var folder = Requires.Data("instacart_sample");
        var aisles = Names(Path.Combine(folder, "aisles.csv"));
        var departments = Names(Path.Combine(folder, "departments.csv"));
        var catalogue = new StringBuilder("product_id,product_name,categories\n");
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, "products.csv.gz")), CompressionMode.Decompress)))
        {
            reader.ReadLine();
            while (reader.ReadLine() is { } line)
            {
                // The last two columns are numbers; the name before them may be quoted and hold commas.
                var department = line.LastIndexOf(',');
                var aisle = line.LastIndexOf(',', department - 1);
                catalogue.Append(line, 0, aisle).Append(",\"").Append(aisles[line[(aisle + 1)..department]]).Append('|').Append(departments[line[(department + 1)..]]).Append("\"\n");
            }
        }

        var shop = demo.Shop.Another("instacart");
        var status = await shop.ImportAsync(catalogue.ToString(), "text/csv");
        status["state"]!.GetValue<string>().ShouldBe("done", status.ToJsonString());
        status["changed"]!.GetValue<long>().ShouldBeGreaterThan(49_000);
        return _shop = shop;
    }

    public void Dispose() => _shop?.Dispose();

    private static Dictionary<string, string> Names(string file) => File.ReadLines(file).Skip(1)
        .Select(line => line.Split(',', 2))
        .ToDictionary(columns => columns[0], columns => columns[1].Trim('"'));
}
