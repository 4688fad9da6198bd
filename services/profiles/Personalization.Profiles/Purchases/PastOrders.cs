using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Purchases;

/// <summary>
/// Order lines as the orders they were: lines of one shopper that follow each other within minutes are one, whatever events brought them. Read from the history that is
/// held anyway, so that merges, late lines and limits are those of the history.
/// </summary>
public static class PastOrders
{
    /// <summary>Lines up to this long after an order's first are its own.</summary>
    public const long SameOrderMilliseconds = 10 * 60_000;

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<PastOrder> Of(OrderHistory history)
    {
        var lines = new List<(long At, string Product, double Quantity)>(history.Count);
        foreach (var (product, own) in history.ByProduct)
        {
            foreach (var line in own)
            {
                lines.Add((line.At, product, line.Quantity));
            }
        }

        lines.Sort(static (left, right) => left.At != right.At ? left.At.CompareTo(right.At) : string.CompareOrdinal(left.Product, right.Product));
        List<PastOrder> orders = [];
        for (var start = 0; start < lines.Count;)
        {
            var end = start;
            var quantities = new SortedDictionary<string, double>(StringComparer.Ordinal);
            for (; end < lines.Count && lines[end].At - lines[start].At <= SameOrderMilliseconds; end++)
            {
                quantities[lines[end].Product] = quantities.GetValueOrDefault(lines[end].Product) + lines[end].Quantity;
            }

            orders.Add(new PastOrder { At = lines[start].At, Products = [.. quantities.Keys], Quantities = [.. quantities.Values] });
            start = end;
        }

        return orders;
    }
}
