using System.Globalization;
using Personalization.Evaluation.Data;

namespace Personalization.Evaluation.Together;

/// <summary>Baskets without shoppers or dates, and the labels of their items.</summary>
/// <param name="Labels">By item.</param>
/// <param name="Items">Of each basket, by its id.</param>
internal sealed record GroceryBaskets(IReadOnlyDictionary<int, string> Labels, IReadOnlyList<KeyValuePair<int, int[]>> Items)
{
    public static string BasketsFile { get; } = Path.Combine("groceries_arules", "baskets.csv");

    public static string ItemsFile { get; } = Path.Combine("groceries_arules", "items.csv");

    public static GroceryBaskets Read(string data)
    {
        var labels = CsvTable.Read(Path.Combine(data, ItemsFile), "item_id", "item").ToDictionary(row => Number(row[0]), row => row[1]);
        var baskets = new OrderedDictionary<int, HashSet<int>>();
        foreach (var row in CsvTable.Read(Path.Combine(data, BasketsFile), "basket_id", "item_id"))
        {
            baskets.TryAdd(Number(row[0]), []);
            baskets[Number(row[0])].Add(Number(row[1]));
        }

        return new GroceryBaskets(labels, [.. baskets.Select(basket => KeyValuePair.Create(basket.Key, basket.Value.ToArray()))]);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
