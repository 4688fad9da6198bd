using System.Text;
using System.Text.Json;
using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Imports;
using Personalization.Discovery.Ranking;
using Personalization.Discovery.Tests.Imports;
using Personalization.Testing;

namespace Personalization.Discovery.Tests.Scenarios;

/// <summary>Whole catalogues, imported as a shop would import them.</summary>
internal static class ShopCatalogue
{
    /// <summary>The demo shop's own catalogue.</summary>
    public static Task<PersonalRanker> DemoAsync() =>
        ImportAsync(Import.Unzip(Path.Combine(Repository.Root, "components", "local", "demo", "catalogue.ndjson.gz")), ImportFormat.JsonLines);

    private static Task<PersonalRanker>? _instacart;

    /// <summary>instacart_sample, its products joined with aisles and departments; read once, it never changes.</summary>
    public static Task<PersonalRanker> InstacartAsync()
    {
        var folder = Requires.Data("instacart_sample");
        return _instacart ??= ReadInstacartAsync(folder);
    }

    private static Task<PersonalRanker> ReadInstacartAsync(string folder)
    {
        var aisles = Names(Path.Combine(folder, "aisles.csv"));
        var departments = Names(Path.Combine(folder, "departments.csv"));
        var body = new StringBuilder();
        foreach (var line in Encoding.UTF8.GetString(Import.Unzip(Path.Combine(folder, "products.csv.gz"))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var last = line.LastIndexOf(',');
            var before = line.LastIndexOf(',', last - 1);
            var first = line.IndexOf(',');
            body.Append(JsonSerializer.Serialize(new
            {
                id = line[..first],
                name = line[(first + 1)..before].Trim('"').Replace("\"\"", "\""),
                categories = new[] { departments[line[(last + 1)..].Trim()], aisles[line[(before + 1)..last]] },
            })).Append('\n');
        }

        return ImportAsync(Encoding.UTF8.GetBytes(body.ToString()), ImportFormat.JsonLines);
    }

    public static async Task<PersonalRanker> ImportAsync(byte[] body, ImportFormat format)
    {
        var (_, draft) = await Import.BytesAsync(body, format);
        var products = CatalogueSnapshot.Products(draft.Entries(), new Dictionary<string, double>());
        return new PersonalRanker(StandardCatalogue.Build("main", "1", products), new RankingOptions());
    }

    private static Dictionary<string, string> Names(string path) =>
        File.ReadLines(path).Skip(1).Select(line => line.Split(',', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim());
}
