using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Metrics;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.NextBasket;

/// <summary>
/// N2: the next order of each shopper of two shops, everything strictly earlier known: the shop lives through its orders in time, counts each of them, and learns
/// its trees anew whenever the orders have grown by half.
/// </summary>
internal sealed class NextOrderProtocol : IProtocol
{
    private const int Length = 10;
    private const int RetailMinOrders = 3;
    private const int BigBasketLastOrders = 10;
    private const double Growth = 1.5;
    private const string Retail = "online_retail", BigBasket = "bigbasket_orders";

    public string Id => "N2";

    public IReadOnlyList<string> Files { get; } = [Orders.RetailFile, Orders.BigBasketFile];

    public Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var tally = new MetricTally();
        var retail = Orders.Retail(data);
        var cases = Replay(Retail, retail, [.. Orders.ByOwner(retail).Values.Where(own => own.Count >= RetailMinOrders).Select(own => own[^1])], tally, dump, cancellationToken);
        var bigBasket = Orders.BigBasket(data);
        cases += Replay(BigBasket, bigBasket, [.. Orders.ByOwner(bigBasket).Values.SelectMany(own => own.TakeLast(BigBasketLastOrders))], tally, dump, cancellationToken);
        return Task.FromResult(new ProtocolResult(cases, tally.Metrics, tally.ByHistory,
        [
            .. Bars(tally, Retail, 1.05, 1.05),
            .. Bars(tally, BigBasket, 1.03, 1.02),
        ]));
    }

    private static IEnumerable<Bar> Bars(MetricTally tally, string set, double recall, double ndcg) =>
    [
        new Bar($"{set} recall@10 / baseline", tally.Ratio($"{set} recall@10"), recall),
        new Bar($"{set} ndcg@10 / baseline", tally.Ratio($"{set} ndcg@10"), ndcg),
        new Bar($"{set} hit@10 - baseline", tally.Mean(MetricTally.Product, $"{set} hit@10") - tally.Best($"{set} hit@10"), -.01),
    ];

    private static int Replay(string set, List<Order> orders, HashSet<Order> tests, MetricTally tally, AnswerDump dump, CancellationToken cancellationToken)
    {
        var (shoppers, items) = (new Numbering(), new Numbering());
        var replay = new NextBasketReplay(new NextBasketOptions(), new BasketStatisticsOptions());
        var popularity = new Dictionary<string, int>();
        var histories = new Dictionary<string, List<IReadOnlyCollection<string>>>();
        List<ShopperBasket> log = [];
        var (counted, learned, cases) = (0, 0, 0);
        for (var at = 0; at < orders.Count; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var order = orders[at];
            for (; orders[counted].Stamp != order.Stamp; counted++)
            {
                foreach (var item in orders[counted].Quantities.Keys)
                {
                    popularity[item] = popularity.GetValueOrDefault(item) + 1;
                }

                histories.TryAdd(orders[counted].Owner, []);
                histories[orders[counted].Owner].Add(orders[counted].Quantities.Keys);
            }

            replay.CountBefore(order.At);
            if (tests.Contains(order) && histories.TryGetValue(order.Owner, out var history))
            {
                if (counted >= learned * Growth)
                {
                    learned = counted;
                    replay.Ranker.Trees = NextBasketReplay.Learn(log.GetRange(0, counted), new NextBasketOptions(), new BasketStatisticsOptions(), cancellationToken: cancellationToken) is { Serves: true } ranking ? ranking.Trees : null;
                }

                var ranked = replay.Ranker.Rank(replay.Own(shoppers.Of(order.Owner)), order.At, Length).ConvertAll(item => items[item.Item]);
                dump.Write(json =>
                {
                    json.WriteString("set", set);
                    json.WriteString("customer", order.Owner);
                    json.WriteString("order", order.Id);
                    json.WriteStartArray("ranked");
                    ranked.ForEach(json.WriteStringValue);
                    json.WriteEndArray();
                });
                HashSet<string> truth = [.. order.Quantities.Keys];
                Add(tally, set, MetricTally.Product, history.Count, ranked, truth);
                Add(tally, set, "frequency", history.Count, PlainBaselines.Own(history, popularity, decayed: false, Length), truth);
                Add(tally, set, "decayed", history.Count, PlainBaselines.Own(history, popularity, decayed: true, Length), truth);
                cases++;
            }

            var basket = new ShopperBasket(shoppers.Of(order.Owner), new PastBasket(order.At, [.. order.Quantities.Keys.Select(items.Of)]));
            log.Add(basket);
            replay.Take(basket, null);
        }

        return cases;
    }

    private static void Add(MetricTally tally, string set, string who, int orders, List<string> ranked, HashSet<string> truth)
    {
        var recall = ListMetrics.Recall(ranked, truth, 10);
        tally.Add(who, $"{set} recall@10", orders, recall);
        tally.Add(who, $"{set} ndcg@10", orders, ListMetrics.Ndcg(ranked, truth, 10, Math.Min(truth.Count, 10)));
        tally.Add(who, $"{set} hit@10", orders, recall > 0 ? 1 : 0);
    }
}
