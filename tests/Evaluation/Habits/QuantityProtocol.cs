using Personalization.Discovery.Baskets;
using Personalization.Discovery.Quantities;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Metrics;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Habits;

/// <summary>Q1: how many units of each product the last invoice of a customer repeats, from customer, product and time alone; only invoices of strictly earlier time teach.</summary>
internal sealed class QuantityProtocol : IProtocol
{
    private const int MinInvoices = 3;
    private const string Baseline = "last_quantity";

    public string Id => "Q1";

    public IReadOnlyList<string> Files { get; } = [Orders.RetailFile];

    public Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var orders = Orders.Retail(data);
        HashSet<Order> asked = [.. Orders.ByOwner(orders).Values.Where(own => own.Count >= MinInvoices).Select(own => own[^1])];
        var items = new Numbering();
        var model = new QuantityModel();
        var shoppers = new Dictionary<string, OwnBaskets>();
        var tally = new MetricTally();
        var (cases, counted) = (0, 0);
        foreach (var order in orders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (; orders[counted].Stamp != order.Stamp; counted++)
            {
                Count(orders[counted], items, model, shoppers);
            }

            if (!asked.Contains(order))
            {
                continue;
            }

            // The customer's own invoices of this very minute come before it by their number; nobody else's do.
            var own = OwnBaskets.Of(Orders.Before(orders, order).Select(earlier => Basket(earlier, items)));
            foreach (var (sku, quantity) in order.Quantities)
            {
                var item = items.Of(sku);
                if (!own.Items.TryGetValue(item, out var mine))
                {
                    continue;
                }

                var told = model.Quantity(item, own)!.Value;
                dump.Write(json =>
                {
                    json.WriteString("customer", order.Owner);
                    json.WriteString("sku", sku);
                    json.WriteNumber("quantity", told);
                });
                tally.Add(MetricTally.Product, "exact", mine.Count, told == quantity ? 1 : 0);
                tally.Add(Baseline, "exact", mine.Count, mine.Quantities[^1] == quantity ? 1 : 0);
                cases++;
            }
        }

        return Task.FromResult(new ProtocolResult(cases, tally.Metrics, tally.ByHistory, [new Bar("exact / baseline", tally.Ratio("exact"), 1.03)]));
    }

    private static void Count(Order order, Numbering items, QuantityModel model, Dictionary<string, OwnBaskets> shoppers)
    {
        shoppers.TryAdd(order.Owner, new OwnBaskets());
        var own = shoppers[order.Owner];
        foreach (var (sku, quantity) in order.Quantities)
        {
            model.Add(items.Of(sku), own, quantity);
        }

        own.Add(Basket(order, items));
    }

    private static PastBasket Basket(Order order, Numbering items) =>
        new(order.At, [.. order.Quantities.Keys.Select(items.Of)], [.. order.Quantities.Values.Select(quantity => (double)quantity)]);
}
