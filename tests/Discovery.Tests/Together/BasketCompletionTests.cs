using Personalization.Discovery.Baskets;
using Personalization.Discovery.Together;

namespace Personalization.Discovery.Tests.Together;

public sealed class BasketCompletionTests
{
    private const int Items = 700;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Rank_RandomBaskets_IsWhatAskingEachItemForEachAnchorFinds(int seed)
    {
        var (all, random) = Shop(seed);
        var completion = new BasketCompletion(all, ItemRegression.Empty, new CompletionSettings(25, 0));
        for (var question = 0; question < 20; question++)
        {
            int[] basket = [.. Enumerable.Range(0, 6).Select(_ => random.Next(Items)).Distinct()];

            var ranked = completion.Rank(basket, Items);

            ranked.Select(found => found.Item).Order().ShouldBe(Enumerable.Range(0, Items).Where(item => !basket.Contains(item) && basket.Any(anchor => all.Together(anchor, item) > 0)), $"seed {seed}");
            ranked.ShouldAllBe(found => Math.Abs(found.Score - basket.Average(anchor => Likely(all, anchor, found.Item))) < 1e-9, $"seed {seed}");
        }
    }

    [Fact]
    public void PlaceOf_AnyItem_IsItsPlaceInTheRanking()
    {
        var (all, random) = Shop(3);
        var completion = new BasketCompletion(all, ItemRegression.Learn(PairMoments.Of(all), 25), new CompletionSettings(25, .25));
        int[] basket = [.. Enumerable.Range(0, 5).Select(_ => random.Next(Items)).Distinct()];

        var ranked = completion.Rank(basket, Items);
        var (regressed, rare) = (completion.Regressed(basket), completion.Rare(basket));

        ranked.Index().ShouldAllBe(found => completion.PlaceOf(found.Item.Item, regressed, rare) == found.Index);
        completion.PlaceOf(basket[0], regressed, rare).ShouldBeNull();
        ranked.Count.ShouldBeGreaterThan(regressed.Count);
    }

    private static (BasketStatistics All, Random Random) Shop(int seed)
    {
        var random = new Random(seed);
        var all = new BasketStatistics(new BasketStatisticsOptions());
        for (var basket = 0; basket < 1_500; basket++)
        {
            all.Add(new OwnBaskets(), new PastBasket(0, [.. Enumerable.Range(0, 1 + random.Next(8)).Select(_ => (int)(Items * Math.Pow(random.NextDouble(), 1.5))).Distinct()]));
        }

        return (all, random);
    }

    private static double Likely(BasketStatistics all, int anchor, int item) =>
        (all.Together(anchor, item) + (10.0 * all.Of(item)!.Paired / all.Baskets)) / ((all.Of(anchor)?.Paired ?? 0) + 10);
}
