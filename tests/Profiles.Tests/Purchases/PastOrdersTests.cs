using System.Collections.Immutable;
using Personalization.Profiles.Purchases;

namespace Personalization.Profiles.Tests.Purchases;

public sealed class PastOrdersTests
{
    private const long Minute = 60_000;

    [Fact]
    public void Of_LinesWithinMinutes_AreOneOrderWithEachProductOnce()
    {
        var history = OrderHistory.Of(
        [
            KeyValuePair.Create("b", (ImmutableArray<PurchaseLine>)[Line(0, 2), Line(3 * Minute, 1), Line(500 * Minute, 4)]),
            KeyValuePair.Create("a", (ImmutableArray<PurchaseLine>)[Line(9 * Minute, 1)]),
        ]);

        var orders = PastOrders.Of(history);

        orders.Count.ShouldBe(2);
        orders[0].At.ShouldBe(0);
        orders[0].Products.ShouldBe(["a", "b"]);
        orders[0].Quantities.ShouldBe([1, 3]);
        orders[1].Products.ShouldBe(["b"]);
    }

    [Fact]
    public void Of_NoPurchases_IsEmpty() => PastOrders.Of(OrderHistory.Empty).ShouldBeEmpty();

    private static PurchaseLine Line(long at, double quantity) => new(at, (ulong)at + 1, quantity, 0, "", false);
}
