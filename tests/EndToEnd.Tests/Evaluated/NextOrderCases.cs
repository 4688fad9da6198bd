using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;
using Personalization.Discovery.Popularity;
using Personalization.Evaluation.Data;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Evaluated;

/// <summary>Real shoppers' orders, moved so that the last of all was a week ago, and the lists that the evaluation's functions give for the next one.</summary>
internal sealed class NextOrderCases
{
    private const int MinOrders = 2, MaxLines = 50;

    /// <summary>Lines of one shopper within this are one order to the service, whatever their order ids.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(11);

    private readonly BasketLog _log;
    private readonly NextBasketReplay _replay = new(new NextBasketOptions(), new BasketStatisticsOptions());

    private NextOrderCases(IReadOnlyList<TrackedOrder> orders)
    {
        Orders = orders;
        Shoppers = [.. orders.Select(order => order.Owner).Distinct()];
        _log = BasketLog.Of([.. orders.Select(order => new PastPurchase(Hash(order.Owner), order.At.ToUnixTimeMilliseconds(), [.. order.Lines.Select(line => line.Key)], [.. order.Lines.Select(line => line.Value)]))]);
    }

    public IReadOnlyList<TrackedOrder> Orders { get; }

    public IReadOnlyList<string> Shoppers { get; }

    /// <summary>N1: the first shoppers of Ta-Feng; baskets have order and no dates, so they stand a week apart.</summary>
    public static NextOrderCases Baskets(int shoppers, DateTimeOffset now)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Requires.Data("tafeng_nbr"), "tafeng_history.json.gz")), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(stream);
        List<TrackedOrder> orders = [];
        foreach (var user in document.RootElement.EnumerateObject().Take(shoppers))
        {
            int[][] baskets = [.. user.Value.EnumerateArray().Select(basket => basket.EnumerateArray().Select(item => item.GetInt32()).Where(item => item >= 0).Distinct().ToArray()).Where(basket => basket.Length > 0)];
            orders.AddRange(baskets.Select((basket, place) => new TrackedOrder(
                user.Name,
                $"{user.Name}-{place}",
                now.AddDays(7 * (place - baskets.Length)),
                Lines(basket.Select(item => KeyValuePair.Create(item.ToString(CultureInfo.InvariantCulture), 1.0))))));
        }

        return new NextOrderCases(orders);
    }

    /// <summary>N2: the first customers of the online retailer with several orders apart from each other.</summary>
    public static NextOrderCases Retail(int shoppers, DateTimeOffset now)
    {
        Requires.Data("online_retail");
        var all = Personalization.Evaluation.Data.Orders.Retail(Path.GetDirectoryName(Requires.Data("online_retail"))!);
        var shift = now.AddDays(-7).ToUnixTimeMilliseconds() - all[^1].At;
        var owners = Personalization.Evaluation.Data.Orders.ByOwner(all).OrderBy(own => own.Key, StringComparer.Ordinal).Select(own => own.Value)
            .Where(own => own.Count > MinOrders && own.Sum(order => order.Quantities.Count) <= MaxLines && own.Zip(own.Skip(1)).All(pair => pair.Second.At - pair.First.At > Apart.TotalMilliseconds))
            .Take(shoppers);
        return new NextOrderCases([.. owners.SelectMany(own => own.Select(order => new TrackedOrder(
            order.Owner,
            order.Id,
            DateTimeOffset.FromUnixTimeMilliseconds(order.At + shift),
            Lines(order.Quantities.Select(line => KeyValuePair.Create(line.Key, (double)line.Value))))))]);
    }

    /// <summary>Learns as the evaluation does.</summary>
    public void Learn(CancellationToken stop)
    {
        _log.Baskets.ForEach(basket => _replay.Take(basket, null));
        _replay.CountBefore(long.MaxValue);
        _replay.Ranker.Trees = NextBasketReplay.Learn(_log.Baskets, new NextBasketOptions(), new BasketStatisticsOptions(), cancellationToken: stop) is { Serves: true } learned ? learned.Trees : null;
    }

    public IReadOnlyList<string> Rank(string shopper, DateTimeOffset now, int take) =>
        [.. _replay.Ranker.Rank(_replay.Own(_log.Shoppers[Hash(shopper)]), now.ToUnixTimeMilliseconds(), take).Select(item => _log.Products[item.Item])];

    private static List<KeyValuePair<string, double>> Lines(IEnumerable<KeyValuePair<string, double>> lines) => [.. lines.OrderBy(line => line.Key, StringComparer.Ordinal)];

    private static long Hash(string shopper) => StableHash.Of($"u{shopper}");
}
