using Personalization.Discovery.Baskets;
using Personalization.Discovery.Together;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Metrics;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Together;

/// <summary>N3: one item of a basket is hidden and looked for from the others; each fifth of the baskets in turn is asked about, the other four teach.</summary>
internal sealed class CompleteBasketProtocol : IProtocol
{
    private const int Residues = 5;
    private const int Length = 10;

    public string Id => "N3";

    public IReadOnlyList<string> Files { get; } = [GroceryBaskets.BasketsFile, GroceryBaskets.ItemsFile];

    public Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var groceries = GroceryBaskets.Read(data);
        var tested = Enumerable.Range(0, Residues).Select(residue => groceries.Items.Where(basket => basket.Key % Residues == residue && basket.Value.Length >= 2).ToList()).ToList();
        var total = tested.Sum(baskets => baskets.Count);
        var tally = new MetricTally();
        for (var residue = 0; residue < Residues; residue++)
        {
            List<int[]> taught = [.. groceries.Items.Where(basket => basket.Key % Residues != residue).Select(basket => basket.Value)];
            var all = new BasketStatistics(new BasketStatisticsOptions());
            taught.ForEach(basket => all.Add(new OwnBaskets(), new PastBasket(0, basket)));
            var settings = CompletionFit.Fit(taught, new BasketStatisticsOptions(), cancellationToken);
            var completion = new BasketCompletion(all, ItemRegression.Learn(PairMoments.Of(all), settings.Ridge), settings);
            var weight = total / (double)(Residues * tested[residue].Count);
            foreach (var (id, items) in tested[residue])
            {
                var hidden = items.MinBy(item => JudgeHash.Hex($"{id}:{item}"), StringComparer.Ordinal);
                int[] rest = [.. items.Where(item => item != hidden).Order()];
                var ranked = completion.Rank(rest, Length).ConvertAll(item => item.Item);
                dump.Write(json =>
                {
                    json.WriteNumber("residue", id % Residues);
                    json.WriteNumber("basket", id);
                    json.WriteStartArray("ranked");
                    ranked.ForEach(json.WriteNumberValue);
                    json.WriteEndArray();
                });
                Add(tally, MetricTally.Product, ranked, hidden, weight);
                Add(tally, "popularity", Popularity(all, groceries.Labels.Keys, rest), hidden, weight);
                Add(tally, "item_cosine", Cosine(all, groceries.Labels.Keys, rest), hidden, weight);
            }
        }

        return Task.FromResult(new ProtocolResult(total, tally.Metrics, tally.ByHistory,
        [
            new Bar("hit@10 / baseline", tally.Ratio("hit@10"), 1.04),
            new Bar("mrr@10 / baseline", tally.Ratio("mrr@10"), 1.07),
        ]));
    }

    private static List<int> Popularity(BasketStatistics all, IEnumerable<int> items, int[] rest) =>
        [.. items.Where(item => !rest.Contains(item)).OrderByDescending(item => all.Of(item)?.Baskets ?? 0).ThenBy(item => item).Take(Length)];

    private static List<int> Cosine(BasketStatistics all, IEnumerable<int> items, int[] rest) =>
        [.. items.Where(item => !rest.Contains(item))
            .OrderByDescending(item => rest.Sum(given => all.Cosine(given, item)))
            .ThenByDescending(item => all.Of(item)?.Baskets ?? 0)
            .ThenBy(item => item)
            .Take(Length)];

    private static void Add(MetricTally tally, string who, List<int> ranked, int hidden, double weight)
    {
        var place = ranked.IndexOf(hidden);
        tally.Add(who, "hit@10", 0, place >= 0 ? weight : 0);
        tally.Add(who, "mrr@10", 0, place >= 0 ? weight / (place + 1) : 0);
    }
}
