using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Personalization.Discovery.Api.Recommendations;
using Personalization.Discovery.Baskets;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.NextBasket;
using Personalization.Discovery.Popularity;
using Personalization.Discovery.Tests.State;
using Personalization.Profiles.Contracts;
using Personalization.Testing;

namespace Personalization.Discovery.Tests.Host;

/// <summary>What is served is what is evaluated: the slot of a service started as it comes gives the lists of the functions that the evaluation asks.</summary>
public sealed class ServedListsTests
{
    private const int Shoppers = 220, Asked = 200, Take = 10;

    private readonly ManualTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("req", "R3.1")]
    public async Task Usual_TwoHundredRealShoppers_IsTheEvaluatedList()
    {
        var orders = Orders();
        var log = BasketLog.Of(orders);
        var replay = new NextBasketReplay(new NextBasketOptions(), new BasketStatisticsOptions());
        log.Baskets.ForEach(basket => replay.Take(basket, null));
        replay.CountBefore(long.MaxValue);
        replay.Ranker.Trees = NextBasketReplay.Learn(log.Baskets, new NextBasketOptions(), new BasketStatisticsOptions(), cancellationToken: Stop) is { Serves: true } learned ? learned.Trees : null;

        using var host = await ServeAsync(orders);

        host.Get<LiveRecommendations>().Of("main").Model.Version.ShouldNotBeNull();
        for (var number = 0; number < Asked; number++)
        {
            var shopper = Hash(number);
            var expected = replay.Ranker.Rank(replay.Own(log.Shoppers[shopper]), _time.Now.ToUnixTimeMilliseconds(), Take);
            var served = await AskAsync(host, orders.Where(order => order.Shopper == shopper));

            served.Select(found => (found.Product.Id, found.Score)).ShouldBe(expected.Select(item => (log.Products[item.Item], Math.Round(item.Score, 6))));
        }
    }

    private static async Task<IReadOnlyList<RecommendedProduct>> AskAsync(DiscoveryHost host, IEnumerable<PastPurchase> own)
    {
        var context = new ShopperContext { Events = 5, Orders = [.. own.OrderBy(order => order.At).Select(order => new PastOrder { At = order.At, Products = order.Products, Quantities = order.Quantities })] };
        return (await host.Get<RecommendationService>().RecommendAsync(new RecommendRequest { StoreId = "main", Slots = ["usual"], Limit = Take, Shopper = context }, Stop)).Slots["usual"];
    }

    private async Task<DiscoveryHost> ServeAsync(List<PastPurchase> orders)
    {
        var host = new DiscoveryHost(new InMemoryDiscoveryState(), _time);
        var catalogue = new StringBuilder("id,name\n");
        foreach (var product in orders.SelectMany(order => order.Products).Distinct())
        {
            catalogue.Append(CultureInfo.InvariantCulture, $"{product},Item {product}\n");
        }

        await host.SendAsync("i", catalogue.ToString(), chunkSize: 100_000);
        await host.LookAsync();
        foreach (var some in orders.SelectMany((order, number) => order.Products.Select(product => Line(order, number, product))).Chunk(400))
        {
            await host.Get<PurchaseLog>().AppendAsync(some, Stop);
        }

        await host.Get<ModelWorker>().LookAsync(Stop);
        return host;
    }

    private static InteractionRecorded Line(PastPurchase order, int number, string product) => new()
    {
        StoreId = "main",
        EventId = $"{number}-{product}",
        Type = InteractionTypes.Purchase,
        ShopperKind = "u",
        ShopperId = Enumerable.Range(0, Shoppers).First(shopper => Hash(shopper) == order.Shopper).ToString(CultureInfo.InvariantCulture),
        SessionId = "s",
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(order.At),
        ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(order.At),
        ProductId = product,
        OrderId = $"o{number}",
        Quantity = 1,
    };

    private static long Hash(int shopper) => StableHash.Of($"u{shopper}");

    /// <summary>Baskets of real shoppers, weeks apart, the last one a week ago.</summary>
    private List<PastPurchase> Orders()
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Requires.Data("tafeng_nbr"), "tafeng_history.json.gz")), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(stream);
        List<PastPurchase> orders = [];
        foreach (var (number, user) in document.RootElement.EnumerateObject().Take(Shoppers).Index())
        {
            string[][] baskets = [.. user.Value.EnumerateArray()
                .Select(basket => basket.EnumerateArray().Select(item => item.GetInt32()).Where(item => item >= 0).Distinct().Select(item => $"{item}").Order(StringComparer.Ordinal).ToArray())
                .Where(basket => basket.Length > 0)];
            orders.AddRange(baskets.Select((basket, place) => new PastPurchase(Hash(number), _time.Now.AddDays(7 * (place - baskets.Length)).ToUnixTimeMilliseconds(), basket, [.. basket.Select(_ => 1.0)])));
        }

        return orders;
    }
}
