using Personalization.Discovery.Baskets;
using Personalization.Discovery.Boosting;
using Personalization.Discovery.NextBasket;

namespace Personalization.Discovery.Tests.NextBasket;

public sealed class NextBasketReplayTests
{
    private static readonly NextBasketOptions Small = new() { MinBaskets = 50, Rows = 20_000, Boosting = new BoostingOptions { Trees = 30, Leaves = 8, MinLeafWeight = 2, SampleOf = 1 } };

    /// <summary>Everybody takes an item for two orders and never again, but the plain order goes on showing it.</summary>
    [Fact]
    [Trait("req", "R3.1")]
    public void Learn_ShoppersWhoDropWhatTheyHadTwice_BeatsThePlainOrder()
    {
        var ranking = NextBasketReplay.Learn(Log(), Small, new BasketStatisticsOptions());

        ranking.ShouldNotBeNull();
        ranking.Cases.ShouldBeGreaterThan(10);
        ranking.Ndcg.ShouldBeGreaterThan(ranking.PlainNdcg * 1.05);
        ranking.Serves.ShouldBeTrue();
    }

    [Fact]
    public void Learn_TooFewBaskets_LearnsNothing() => NextBasketReplay.Learn([.. Log().Take(49)], Small, new BasketStatisticsOptions()).ShouldBeNull();

    [Fact]
    public void Take_BasketOfTheSameMoment_DoesNotKnowItsNeighbour()
    {
        var replay = new NextBasketReplay(Small, new BasketStatisticsOptions());
        replay.Take(new ShopperBasket(0, new PastBasket(10, [1])), null);
        replay.Take(new ShopperBasket(1, new PastBasket(10, [2])), null);

        replay.Statistics.Baskets.ShouldBe(0);
        replay.CountBefore(11);
        replay.Statistics.Baskets.ShouldBe(2);
    }

    [Fact]
    public void Statistics_MorePairsThanRoom_KeepsThoseSeenMost()
    {
        var all = new BasketStatistics(new BasketStatisticsOptions { Pairs = 100 });
        for (var basket = 0; basket < 60; basket++)
        {
            all.Add(new OwnBaskets(), new PastBasket(basket, [1, 2, 100 + basket]));
        }

        all.Together(1, 2).ShouldBe(60);
        Enumerable.Range(0, all.Items).Sum(item => all.TogetherWith(item).Count).ShouldBeLessThanOrEqualTo(100);
    }

    private static List<ShopperBasket> Log()
    {
        List<ShopperBasket> log = [];
        for (var week = 0; week < 12; week++)
        {
            for (var shopper = 0; shopper < 40; shopper++)
            {
                // The fad of two weeks differs for each shopper; the staple of each comes back after a pause.
                var fad = 100 + ((shopper * 7 + (week / 2 * 13)) % 40);
                int[] items = week % 3 == shopper % 3 ? [fad, shopper % 5] : [fad];
                log.Add(new ShopperBasket(shopper, new PastBasket(week * 7L * 86_400_000, items)));
            }
        }

        return log;
    }
}
