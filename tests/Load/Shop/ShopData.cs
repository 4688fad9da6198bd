using System.Globalization;
using System.Runtime.InteropServices;
using Personalization.Evaluation.Data;
using Personalization.Testing;

namespace Personalization.Load.Shop;

/// <summary>
/// The measured shop: products that were really sold, and shoppers who really bought them. No open data set has 20,000 buyers of 20 lines each, so
/// a shopper is 20 successive lines of one buyer of online_retail or complete_journey (an invoice without a buyer is a buyer of its own): what is
/// bought together and after one another stays as it was.
/// </summary>
internal sealed class ShopData
{
    /// <summary>Lines of each shopper.</summary>
    public const int LinesEach = 20;

    /// <summary>Shoppers of the measures at full size: a reserve above 20,000 is left for what the system refuses.</summary>
    public const int Shoppers = 20_500;

    private const int Seed = 20261121;

    private ShopData(IReadOnlyList<ShopProduct> products, IReadOnlyList<ShopShopper> shoppers) => (ProductList, ShopperList) = (products, shoppers);

    public IReadOnlyList<ShopProduct> ProductList { get; }

    public IReadOnlyList<ShopShopper> ShopperList { get; }

    /// <summary>The folder of the data sets.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("PERSONALIZATION_DATA") ?? Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data"));
        return Directory.Exists(folder) ? folder : throw new InvalidOperationException($"There are no data sets in '{folder}'; set PERSONALIZATION_DATA.");
    }

    /// <param name="folder">The folder of the data sets.</param>
    /// <param name="until">The last line of either set falls an hour before; all gaps stay.</param>
    /// <param name="most">So many shoppers are drawn; a shop with fewer than usual sells only what they bought.</param>
    public static ShopData Read(string folder, DateTimeOffset until, int most)
    {
        var products = new Dictionary<string, ShopProduct>(StringComparer.Ordinal);
        List<ShopShopper> shoppers = [.. Cut("r", Retail(folder, products), until), .. Cut("j", Journey(folder, products), until)];
        new Random(Seed).Shuffle(CollectionsMarshal.AsSpan(shoppers));
        shoppers = [.. shoppers.Take(most)];
        var sold = most < Shoppers ? shoppers.SelectMany(shopper => shopper.Lines).Select(line => line.Product).ToHashSet(StringComparer.Ordinal) : null;
        return new ShopData([.. products.Values.Where(product => sold is null || sold.Contains(product.Id))], shoppers);
    }

    private static IEnumerable<ShopShopper> Cut(string prefix, List<(string Buyer, ShopLine Line)> lines, DateTimeOffset until)
    {
        var shift = until.AddHours(-1) - lines.Max(line => line.Line.At);
        return from buyer in lines.GroupBy(line => line.Buyer)
            from chunk in buyer.Select(line => line.Line with { At = line.Line.At + shift }).OrderBy(line => line.At).Chunk(LinesEach).Index()
            where chunk.Item.Length == LinesEach
            select new ShopShopper($"{prefix}{buyer.Key}-{chunk.Index}", chunk.Item);
    }

    private static List<(string Buyer, ShopLine Line)> Retail(string folder, Dictionary<string, ShopProduct> products)
    {
        List<(string, ShopLine)> lines = [];
        foreach (var row in Rows(folder, "online_retail", "online_retail.csv.gz", "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"))
        {
            var quantity = int.Parse(row[3], CultureInfo.InvariantCulture);
            if (row[0].StartsWith('C') || quantity <= 0 || row[2].Length == 0)
            {
                continue;
            }

            var (id, price) = ($"r{row[1]}", decimal.Parse(row[5], NumberStyles.Float, CultureInfo.InvariantCulture));
            if (!products.ContainsKey(id))
            {
                // The set has no categories; what a thing is stands last in its name.
                products.Add(id, new ShopProduct(id, row[2].Trim(), null, [row[2].Trim().Split(' ')[^1]], Math.Abs(price)));
            }

            lines.Add((row[6].Length > 0 ? row[6] : row[0], new ShopLine($"r{row[0]}", id, Time(row[4]), quantity, Math.Abs(price))));
        }

        return lines;
    }

    private static List<(string Buyer, ShopLine Line)> Journey(string folder, Dictionary<string, ShopProduct> products)
    {
        var known = Rows(folder, "complete_journey", "products.csv.gz", "product_id", "manufacturer_id", "department", "product_category", "product_type", "package_size")
            .ToDictionary(row => row[0], StringComparer.Ordinal);
        List<(string, ShopLine)> lines = [];
        foreach (var row in Rows(folder, "complete_journey", "transactions_sample.csv.gz", "household_id", "basket_id", "product_id", "quantity", "sales_value", "transaction_timestamp"))
        {
            if (!known.TryGetValue(row[2], out var about) || about[4].Length == 0)
            {
                continue;
            }

            var quantity = Math.Max(1, (int)double.Parse(row[3], CultureInfo.InvariantCulture));
            var (id, price) = ($"j{row[2]}", decimal.Parse(row[4], NumberStyles.Float, CultureInfo.InvariantCulture) / quantity);
            products.TryAdd(id, new ShopProduct(id, $"{about[4]} {about[5]}".Trim(), about[1], [about[3], about[4]], price));
            lines.Add((row[0], new ShopLine($"j{row[1]}", id, Time(row[5]), quantity, price)));
        }

        return lines;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static IEnumerable<string[]> Rows(string folder, string set, string file, params string[] columns) =>
        CsvTable.Read(Path.Combine(folder, set, file), columns);
}
