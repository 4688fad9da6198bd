using System.Globalization;

namespace Personalization.Evaluation.Data;

/// <summary>Orders of the data folder, in order of time.</summary>
internal static class Orders
{
    public static string RetailFile { get; } = Path.Combine("online_retail", "online_retail.csv.gz");

    public static string BigBasketFile { get; } = Path.Combine("bigbasket_orders", "orders.csv.gz");

    /// <summary>online_retail: the invoices of known customers, no cancellations, no negative lines; a SKU's lines are summed.</summary>
    public static List<Order> Retail(string data) =>
        Read(CsvTable.Read(Path.Combine(data, RetailFile), "CustomerID", "InvoiceNo", "InvoiceDate", "StockCode", "Quantity")
            .Where(row => row[0].Length > 0 && !row[1].StartsWith('C') && int.Parse(row[4], CultureInfo.InvariantCulture) > 0));

    /// <summary>bigbasket_orders: lines carry no quantity, so each counts one.</summary>
    public static List<Order> BigBasket(string data) =>
        Read(CsvTable.Read(Path.Combine(data, BigBasketFile), "member", "order_id", "ordered_at", "sku").Select(row => (string[])[.. row, "1"]));

    public static Dictionary<string, List<Order>> ByOwner(IEnumerable<Order> orders) =>
        orders.GroupBy(order => order.Owner).ToDictionary(own => own.Key, own => own.ToList());

    /// <summary>The orders of one's owner that stand before it, oldest first.</summary>
    public static IEnumerable<Order> Before(IEnumerable<Order> orders, Order order) =>
        orders.TakeWhile(other => !ReferenceEquals(other, order)).Where(other => other.Owner == order.Owner);

    private static List<Order> Read(IEnumerable<string[]> rows)
    {
        var orders = new Dictionary<(string, string), Order>();
        foreach (var row in rows)
        {
            if (!orders.TryGetValue((row[0], row[1]), out var order))
            {
                orders.Add((row[0], row[1]), order = new Order(row[0], row[1], row[2], []));
            }

            order.Quantities[row[3]] = order.Quantities.GetValueOrDefault(row[3]) + int.Parse(row[4], CultureInfo.InvariantCulture);
        }

        List<Order> ordered = [.. orders.Values];
        ordered.Sort(Order.Compare);
        return ordered;
    }
}
