using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;
using Personalization.Discovery.Recommendations;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Tests.Recommendations;

/// <summary>Many ask a model at once while another counts baskets.</summary>
public sealed class PurchaseModelTurnsTests
{
    private const int Products = 300;
    private const int Baskets = 2_000;
    private const int Askers = 4;

    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ask_WhileBasketsAreCounted_CountsAsIfNobodyHadAsked()
    {
        var (asked, alone) = (Model(), Model());
        for (var basket = 0; basket < Baskets / 2; basket++)
        {
            Count(asked, basket);
            Count(alone, basket);
        }

        using var done = new CancellationTokenSource();
        var askers = Enumerable.Range(0, Askers).Select(asker => Task.Run(() => AskUntil(asked, asker, done.Token))).ToArray();
        for (var basket = Baskets / 2; basket < Baskets; basket++)
        {
            Count(asked, basket);
            Count(alone, basket);
            if (basket % 250 == 0)
            {
                asked.LearnTogether();
            }
        }

        await done.CancelAsync();
        (await Task.WhenAll(askers)).ShouldAllBe(answers => answers > 0);
        asked.LearnTogether();
        alone.LearnTogether();
        for (var shopper = 0; shopper < 30; shopper++)
        {
            Counted(asked, shopper).ShouldBe(Counted(alone, shopper));
            Next(asked, shopper).Count.ShouldBe(20);
        }
    }

    [Fact]
    public void NextBasket_ProductNeverCounted_IsTheShoppersOwn()
    {
        var model = Model();
        for (var basket = 0; basket < 50; basket++)
        {
            Count(model, basket);
        }

        PastOrder[] orders = [new PastOrder { At = Start.ToUnixTimeMilliseconds(), Products = ["new-a", "p1", "new-b"], Quantities = [2, 1, 3] }];

        var next = model.NextBasket(orders, Start.AddDays(7), take: 200);

        next.Single(product => product.ProductId == "new-a").ShouldSatisfyAllConditions(found => found.Baskets.ShouldBe(1), found => found.Quantity.ShouldBe(2));
        next.Single(product => product.ProductId == "new-b").Quantity.ShouldBe(3);
        next.Count(product => product.ProductId == "p1").ShouldBe(1);
        model.BasketsWith("new-a").ShouldBe(0);
    }

    private static PurchaseModel Model() => new(new NextBasketOptions(), new BasketStatisticsOptions());

    private static void Count(PurchaseModel model, int basket)
    {
        var random = new Random(basket);
        List<string> products = [.. Enumerable.Range(0, 6).Select(_ => $"p{random.Next(Products)}").Distinct(StringComparer.Ordinal)];
        model.Take(basket % 40, Start.AddHours(basket), products, products.ConvertAll(_ => 1.0 + random.Next(3)), product => $"c{product.Length}");
    }

    private static int AskUntil(PurchaseModel model, int asker, CancellationToken stop)
    {
        var answers = 0;
        do
        {
            var shopper = asker + (answers++ % 30);
            Counted(model, shopper).ShouldNotBeEmpty();
            Next(model, shopper).ShouldBeUnique();
        }
        while (!stop.IsCancellationRequested);

        return answers;
    }

    private static List<PastOrder> Orders(int shopper)
    {
        var random = new Random(shopper);
        return
        [
            .. Enumerable.Range(0, 3).Select(order => new PastOrder
            {
                At = Start.AddDays(order).ToUnixTimeMilliseconds(),
                Products = [.. Enumerable.Range(0, 5).Select(_ => $"p{random.Next(Products)}").Distinct(StringComparer.Ordinal)],
            }),
        ];
    }

    private static List<string> Next(PurchaseModel model, int shopper) => [.. model.NextBasket(Orders(shopper), Start.AddHours(Baskets), 20).Select(product => product.ProductId)];

    /// <summary>What is told from counts alone; what popularity and neighbours tell is renewed as it is asked for.</summary>
    private static List<string> Counted(PurchaseModel model, int shopper)
    {
        var (orders, now) = (Orders(shopper), Start.AddHours(Baskets));
        return
        [
            .. model.Together(orders[0].Products, 20).Select(product => $"{product.ProductId} {product.Score:R} {product.With}"),
            .. model.Trending(now, 20).Select(product => $"{product.ProductId} {product.Score:R}"),
            .. model.Due(orders).Select(product => $"{product.ProductId} {product.Due:O}"),
        ];
    }
}
