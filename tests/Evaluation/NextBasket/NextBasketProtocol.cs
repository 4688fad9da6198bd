using System.IO.Compression;
using System.Text.Json;
using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Metrics;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.NextBasket;

/// <summary>
/// N1: the next basket of each shopper, from the baskets before. The source has order and no dates: baskets stand a week apart and end together.
/// Trees are learned from the histories alone, each basket told from what stands before it.
/// </summary>
internal sealed class NextBasketProtocol : IProtocol
{
    private const int Length = 20;
    private const long Week = 7L * 86_400_000;
    private const string Baseline = "decayed_popularity";

    private static readonly string HistoryFile = Path.Combine("tafeng_nbr", "tafeng_history.json.gz");
    private static readonly string FutureFile = Path.Combine("tafeng_nbr", "tafeng_future.json.gz");

    public string Id => "N1";

    public IReadOnlyList<string> Files { get; } = [HistoryFile, FutureFile];

    public Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var histories = Read(Path.Combine(data, HistoryFile));
        var futures = Read(Path.Combine(data, FutureFile));
        var replay = Learn(histories, cancellationToken);
        var counts = histories.Values.SelectMany(baskets => baskets).SelectMany(basket => basket).CountBy(item => item).ToDictionary();
        List<int> popular = [.. counts.Keys.OrderByDescending(item => counts[item]).ThenBy(item => item)];
        var tally = new MetricTally();
        var users = histories.Keys.Index().ToDictionary(user => user.Item, user => user.Index);
        var cases = 0;
        foreach (var (user, future) in futures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var history = histories.GetValueOrDefault(user, []);
            var ranked = replay.Ranker.Rank(users.TryGetValue(user, out var number) ? replay.Own(number) : new OwnBaskets(), 0, Length).ConvertAll(item => item.Item);
            dump.Write(json =>
            {
                json.WriteString("user", user);
                json.WriteStartArray("ranked");
                ranked.ForEach(json.WriteNumberValue);
                json.WriteEndArray();
            });
            var truth = future[0].ToHashSet();
            var known = history.SelectMany(basket => basket).ToHashSet();
            Add(tally, MetricTally.Product, history.Count, ranked, truth, known);
            Add(tally, Baseline, history.Count, PlainBaselines.WithPopularity(history, counts, popular, Length), truth, known);
            cases++;
        }

        return Task.FromResult(new ProtocolResult(cases, tally.Metrics, tally.ByHistory,
        [
            new Bar("recall@10 / baseline", tally.Ratio("recall@10"), 1.05),
            new Bar("ndcg@10 / baseline", tally.Ratio("ndcg@10"), 1.05),
        ]));
    }

    private static NextBasketReplay Learn(Dictionary<string, List<int[]>> histories, CancellationToken cancellationToken)
    {
        List<ShopperBasket> log = [.. histories.Values
            .SelectMany((baskets, shopper) => baskets.Select((basket, place) => new ShopperBasket(shopper, new PastBasket((place - baskets.Count) * Week, basket))))
            .OrderBy(basket => basket.Basket.At)];
        var replay = new NextBasketReplay(new NextBasketOptions(), new BasketStatisticsOptions());
        foreach (var basket in log)
        {
            replay.Take(basket, null);
        }

        replay.CountBefore(0);
        replay.Ranker.Trees = NextBasketReplay.Learn(log, new NextBasketOptions(), new BasketStatisticsOptions(), cancellationToken: cancellationToken) is { Serves: true } learned ? learned.Trees : null;
        return replay;
    }

    private static void Add(MetricTally tally, string who, int baskets, List<int> ranked, HashSet<int> truth, HashSet<int> known)
    {
        tally.Add(who, "recall@10", baskets, ListMetrics.Recall(ranked, truth, 10));
        tally.Add(who, "ndcg@10", baskets, ListMetrics.Ndcg(ranked, truth, 10, truth.Count));
        tally.Add(who, "recall@20", baskets, ListMetrics.Recall(ranked, truth, 20));
        HashSet<int> repeat = [.. truth.Where(known.Contains)];
        HashSet<int> explore = [.. truth.Where(item => !known.Contains(item))];
        if (repeat.Count > 0)
        {
            tally.Add(who, "repeat recall@10", baskets, ListMetrics.Recall(ranked, repeat, 10));
        }

        if (explore.Count > 0)
        {
            tally.Add(who, "explore recall@10", baskets, ListMetrics.Recall(ranked, explore, 10));
        }
    }

    private static Dictionary<string, List<int[]>> Read(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject().ToDictionary(
            user => user.Name,
            user => user.Value.EnumerateArray()
                .Select(basket => basket.EnumerateArray().Select(item => item.GetInt32()).Distinct().ToArray())
                .Where(basket => basket is not [-1])
                .ToList());
    }
}
