using System.Diagnostics;
using Personalization.Load.Shop;

namespace Personalization.Load.Tests.Shop;

public sealed class FreshShoppersTests
{
    [Fact]
    public void Next_WithinTheRest_GivesEachOnceAndCountsWhatItCouldNot()
    {
        var shoppers = new FreshShoppers(first: 5, count: 100, seed: 1);

        var drawn = Enumerable.Range(0, 100).Select(now => shoppers.Next(now)).ToList();

        drawn.Order().ShouldBe(Enumerable.Range(5, 100));
        shoppers.Repeated.ShouldBe(0);
        shoppers.Next(200).ShouldBe(drawn[0], "the one who rested longest");
        shoppers.Repeated.ShouldBe(1);
    }

    [Fact]
    public void Next_AfterTheRest_GivesThemAgain()
    {
        var shoppers = new FreshShoppers(first: 0, count: 3, seed: 1);
        for (var now = 0; now < 3; now++)
        {
            shoppers.Next(now);
        }

        var later = (long)(FreshShoppers.Rest.TotalSeconds * Stopwatch.Frequency) + 10;

        Enumerable.Range(0, 3).Select(_ => shoppers.Next(later)).Order().ShouldBe([0, 1, 2]);
        shoppers.Repeated.ShouldBe(0);
    }
}
