using System.Globalization;
using Personalization.Evaluation.Data;

namespace Personalization.Evaluation.PersonalRank;

/// <summary>The Complete Journey: a catalogue with product types, and the baskets of households in order of time.</summary>
internal sealed class CompleteJourney
{
    public static string Products { get; } = Path.Combine("complete_journey", "products.csv.gz");

    public static string Transactions { get; } = Path.Combine("complete_journey", "transactions_sample.csv.gz");

    private CompleteJourney(IReadOnlyDictionary<string, string> types, IReadOnlyList<Basket> baskets)
    {
        Types = types;
        Baskets = baskets;
    }

    /// <summary>Product id to product type, which may be empty.</summary>
    public IReadOnlyDictionary<string, string> Types { get; }

    /// <summary>In the order of their first lines. Only lines whose product has a type are cases, and only those are here.</summary>
    public IReadOnlyList<Basket> Baskets { get; }

    public static CompleteJourney Read(string data)
    {
        var types = CsvTable.Read(Path.Combine(data, Products), "product_id", "product_type").ToDictionary(row => row[0], row => row[1]);
        var rows = CsvTable.Read(Path.Combine(data, Transactions), "transaction_timestamp", "basket_id", "household_id", "product_id", "quantity", "sales_value")
            .OrderBy(row => row[0], StringComparer.Ordinal);
        var baskets = new Dictionary<string, Basket>();
        List<Basket> ordered = [];
        var place = 0;
        foreach (var row in rows)
        {
            if (!types.TryGetValue(row[3], out var type) || type.Length == 0)
            {
                continue;
            }

            if (!baskets.TryGetValue(row[1], out var basket))
            {
                basket = new Basket(row[1], row[2], Time(row[0]), []);
                baskets.Add(row[1], basket);
                ordered.Add(basket);
            }

            basket.Lines.Add(new BasketLine(place++, row[3], Time(row[0]), Number(row[4]), Number(row[5])));
        }

        return new CompleteJourney(types, ordered);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
