using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;

namespace Personalization.Discovery.Tests.NextBasket;

public sealed class BestItemsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(249)]
    [InlineData(1_000)]
    [InlineData(2_000)]
    public void Offer_AnyNumber_KeepsTheHeadOfAllInOrder(int take)
    {
        var random = new Random(4);
        var statistics = new BasketStatistics(new BasketStatisticsOptions());
        for (var basket = 0; basket < 50; basket++)
        {
            statistics.Add(new OwnBaskets(), new PastBasket(basket, [.. Enumerable.Range(0, 900).Where(_ => random.Next(5) == 0)]));
        }

        List<RankedItem> items = [.. Enumerable.Range(0, 1_000).Select(item => new RankedItem(item, random.Next(50)))];
        var best = new BestItems(take, statistics);

        foreach (var item in items)
        {
            best.Offer(item);
        }

        best.Items.ShouldBe(items.OrderByDescending(item => item.Score).ThenByDescending(item => statistics.Of(item.Item)?.Baskets ?? 0).ThenBy(item => item.Item).Take(take));
    }
}
