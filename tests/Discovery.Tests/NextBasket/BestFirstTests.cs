using Personalization.Discovery.NextBasket;

namespace Personalization.Discovery.Tests.NextBasket;

public sealed class BestFirstTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(249)]
    [InlineData(1_000)]
    [InlineData(2_000)]
    public void Take_AnyNumber_IsTheHeadOfAllInOrder(int take)
    {
        var random = new Random(4);
        List<RankedItem> items = [.. Enumerable.Range(0, 1_000).Select(item => new RankedItem(item, random.Next(50)))];

        var best = BestFirst.Take([.. items], take, Order);

        items.Sort(Order);
        best.ShouldBe(items.Take(take));
    }

    private static int Order(RankedItem left, RankedItem right) => left.Score != right.Score ? right.Score.CompareTo(left.Score) : left.Item.CompareTo(right.Item);
}
