using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Tests.Purchases;

public sealed class PurchaseTests
{
    private static readonly ProductFacts Milk = Some.Product("milk", ["dairy"], price: 3);

    private static Interaction Buy(int day, decimal? quantity = null, string? kind = null) =>
        Some.Event(InteractionTypes.Purchase, Milk, Some.Day.AddDays(day), $"buy{day}") with { Quantity = quantity, PurchaseKind = kind };

    [Fact]
    [Trait("req", "R1.2")]
    public void Learn_FirstThenRepeat_AreTheirKinds()
    {
        var first = PreferenceEngine.Learn(ShopperState.Empty, Buy(-9), Some.Rules);
        var second = PreferenceEngine.Learn(first.State, Buy(-2), Some.Rules);

        (first.Kind, first.Strength).ShouldBe(("purchase.first_time", 0.8));
        (second.Kind, second.Strength).ShouldBe(("purchase.repeat", 1.0));
    }

    [Fact]
    public void Learn_SubscriptionBeforeBulkBeforeRepeat()
    {
        var state = Some.Learn([Buy(-9)]);

        PreferenceEngine.Learn(state, Buy(-1, 9, "subscription"), Some.Rules).Kind.ShouldBe("purchase.subscription");
        PreferenceEngine.Learn(state, Buy(-1, 9), Some.Rules).Kind.ShouldBe("purchase.bulk_purchase");
    }

    [Theory]
    [InlineData(3, "purchase.first_time")]
    [InlineData(4, "purchase.bulk_purchase")]
    public void Learn_NoHabitYet_IsBulkFromTheConfiguredQuantity(int quantity, string kind) =>
        PreferenceEngine.Learn(ShopperState.Empty, Buy(0, quantity), Some.Rules).Kind.ShouldBe(kind);

    [Theory]
    [InlineData(5, "purchase.repeat")]
    [InlineData(6, "purchase.bulk_purchase")]
    public void Learn_HabitOfThree_IsBulkFromTwiceTheMedian(int quantity, string kind) =>
        PreferenceEngine.Learn(Some.Learn([Buy(-9, 3), Buy(-5, 3)]), Buy(0, quantity), Some.Rules).Kind.ShouldBe(kind);

    [Fact]
    public void Learn_LatePurchase_ReportsTheKindKnownOnArrival()
    {
        var outcome = PreferenceEngine.Learn(Some.Learn([Buy(-2)]), Buy(-9), Some.Rules);

        outcome.Kind.ShouldBe("purchase.repeat");
    }

    [Fact]
    [Trait("req", "R2.3")]
    public void Read_OnePurchaseOfTwo_SuggestsTwo() =>
        Some.Read(Some.Learn([Buy(0, 2)])).Products["milk"].UsualQuantity.ShouldBe(2);

    [Fact]
    public void Read_SeveralPurchases_SuggestsTheMedianReallyBought() =>
        Some.Read(Some.Learn([Buy(-9, 1), Buy(-6, 2), Buy(-3, 2), Buy(-1, 8)])).Products["milk"].UsualQuantity.ShouldBe(2);

    [Fact]
    [Trait("req", "R2.1")]
    public void Read_WeeklyPurchases_AreDueInAWeek()
    {
        var due = Some.Read(Some.Learn([Buy(-21), Buy(-14), Buy(-7)])).Reorder.ShouldHaveSingleItem();

        (due.ProductId, due.IntervalDays, due.Due).ShouldBe(("milk", 7, Some.Day));
    }

    [Fact]
    public void Read_TwoPurchases_AreNoRhythmYet() => Some.Read(Some.Learn([Buy(-14), Buy(-7)])).Reorder.ShouldBeEmpty();

    [Fact]
    public void Read_LongOverdue_IsNoHabitAnyMore() => Some.Read(Some.Learn([Buy(-21), Buy(-14), Buy(-7)]), Some.Day.AddDays(15)).Reorder.ShouldBeEmpty();

    [Fact]
    public void Read_Prices_GiveABandInTheCurrencyBoughtMost()
    {
        var events = Enumerable.Range(1, 11).Select(i => Some.Event(InteractionTypes.Purchase, Some.Product($"p{i}", price: i)))
            .Append(Some.Event(InteractionTypes.Purchase, Some.Product("euro") with { Price = 99, Currency = "EUR" }));

        Some.Read(Some.Learn(events)).PriceBand.ShouldBe(new PriceBand("USD", 2, 6, 10));
    }

    [Fact]
    public void Learn_PurchasesBeyondTheLimit_KeepTheNewest()
    {
        var rules = Some.Rules with { Options = Some.Rules.Options with { OrderLines = 100 } };
        var events = Enumerable.Range(0, 150).Select(i => Some.Event(InteractionTypes.Purchase, Some.Product($"p{i}"), Some.Day.AddHours(i - 150)));

        var state = Some.Learn(events, rules: rules);

        state.Orders.Count.ShouldBeInRange(100, 101);
        state.Orders.Has("p149").ShouldBeTrue();
        state.Orders.Has("p0").ShouldBeFalse();
    }

    [Fact]
    public void Learn_PurchaseOlderThanTwoYears_IsForgottenButTaught()
    {
        var state = Some.Learn([Buy(0), Buy(-800)]);

        state.Orders.Count.ShouldBe(1);
        state.Categories["dairy"].Evidence.ShouldBe(2);
    }
}
