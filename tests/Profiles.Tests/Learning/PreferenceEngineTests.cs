using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Tests.Learning;

public sealed class PreferenceEngineTests
{
    private static readonly ProductFacts Oat = Some.Product("oat", ["drinks"], ["vegan"], "Oatly");

    [Theory]
    [Trait("req", "R1.4")]
    [InlineData(InteractionTypes.AddToCart, "cart.add_to_cart", 0.5)]
    [InlineData(InteractionTypes.QuantityIncrease, "cart.quantity_increase", 0.6)]
    [InlineData(InteractionTypes.SaveForLater, "cart.save_for_later", 0.4)]
    [InlineData(InteractionTypes.RemoveFromCart, "cart.remove_from_cart", -0.4)]
    [InlineData(InteractionTypes.Click, "browse.click_product", 0.2)]
    [InlineData(InteractionTypes.ViewDetails, "browse.view_details", 0.15)]
    [InlineData(InteractionTypes.Returned, "negative.returned", -0.8)]
    public void Learn_EachType_TeachesItsWeight(string type, string kind, double weight)
    {
        var outcome = PreferenceEngine.Learn(ShopperState.Empty, Some.Event(type, Oat), Some.Rules);

        (outcome.Kind, outcome.Strength, outcome.PreferencesChanged).ShouldBe((kind, weight, true));
        SumOf(outcome.State, "drinks").ShouldBe(weight, 1e-7);
        SumOf(outcome.State, "vegan", FeatureKind.Attribute).ShouldBe(weight, 1e-7);
        SumOf(outcome.State, "Oatly", FeatureKind.Brand).ShouldBe(weight, 1e-7);
    }

    [Theory]
    [InlineData(InteractionTypes.PageView)]
    [InlineData(InteractionTypes.EmailOpen)]
    [InlineData(InteractionTypes.RecommendationClicked)]
    [InlineData(InteractionTypes.Feedback)]
    [InlineData("shop_specific")]
    public void Learn_TypeWithoutWeight_TeachesNothingAndIsRemembered(string type)
    {
        var interaction = Some.Event(type, Oat);

        var outcome = PreferenceEngine.Learn(ShopperState.Empty, interaction, Some.Rules);

        (outcome.Kind, outcome.Strength, outcome.PreferencesChanged).ShouldBe((null, 0, false));
        outcome.State.Events.ShouldBe(0);
        PreferenceEngine.Learn(outcome.State, interaction, Some.Rules).Duplicate.ShouldBeTrue();
    }

    [Fact]
    public void Learn_UnknownProduct_IsLearnedByIdAlone()
    {
        var interaction = Some.Event(InteractionTypes.Click) with { ProductId = "unknown" };

        var context = Some.Read(Some.Learn([interaction]));

        context.Products["unknown"].Score.ShouldBeGreaterThan(0);
        context.Categories.ShouldBeEmpty();
    }

    [Fact]
    public void Learn_RepeatedOrderLine_IsADuplicateWhateverItsEventId()
    {
        var line = Some.Event(InteractionTypes.Purchase, Oat, id: "a") with { OrderId = "o1", LineId = "1" };
        var state = Some.Learn([line]);

        PreferenceEngine.Learn(state, line with { EventId = "b" }, Some.Rules).Duplicate.ShouldBeTrue();
        PreferenceEngine.Learn(state, line with { EventId = "c", LineId = "2" }, Some.Rules).Duplicate.ShouldBeFalse();
    }

    [Fact]
    public void Learn_RepeatedOrderWithoutLineId_IsADuplicateByProduct()
    {
        var line = Some.Event(InteractionTypes.Purchase, Oat, id: "a") with { OrderId = "o1" };
        var state = Some.Learn([line]);

        PreferenceEngine.Learn(state, line with { EventId = "b" }, Some.Rules).Duplicate.ShouldBeTrue();
        PreferenceEngine.Learn(state, Some.Event(InteractionTypes.Purchase, Some.Product("other"), id: "c") with { OrderId = "o1" }, Some.Rules).Duplicate.ShouldBeFalse();
    }

    [Fact]
    public void Read_AfterOneHalfLife_CountsHalf()
    {
        var state = Some.Learn([Some.Event(InteractionTypes.Purchase, Oat)]);
        var later = Some.Day.AddDays(Some.Rules.Options.HalfLifeDays);

        var score = Some.Read(state, later).Categories["drinks"].Score;

        score.ShouldBe(0.4 / 1.4, 1e-4);
    }

    [Fact]
    public void Learn_EventsOfManyYears_StayFinite()
    {
        var rules = Some.Rules with { Options = Some.Rules.Options with { HalfLifeDays = 1 } };
        var events = Enumerable.Range(0, 26).Select(year => Some.Event(InteractionTypes.Purchase, Oat, Some.Day.AddYears(-year), $"e{year}"));

        var context = PreferenceEngine.Read(Some.Learn(events, rules: rules), Some.Day, rules.Options);

        context.Categories["drinks"].Score.ShouldBeInRange(0.44, 0.51);
        context.Categories["drinks"].Evidence.ShouldBe(26);
    }

    [Fact]
    public void Learn_UnderAnotherHalfLife_KeepsWhatIsKnownAtTheTime()
    {
        var state = Some.Learn([Some.Event(InteractionTypes.Purchase, Oat)]);
        var faster = Some.Rules with { Options = Some.Rules.Options with { HalfLifeDays = 7 } };

        var after = PreferenceEngine.Learn(state, Some.Event(InteractionTypes.Search, id: "s"), faster).State;

        PreferenceEngine.Read(after, Some.Day, faster.Options).Categories["drinks"].Score.ShouldBe(0.8 / 1.8, 1e-4);
        PreferenceEngine.Read(after, Some.Day.AddDays(7), faster.Options).Categories["drinks"].Score.ShouldBe(0.4 / 1.4, 1e-4);
    }

    [Fact]
    public void Learn_MoreNamesThanAreKept_ForgetsTheWeakestButNeverTheNewest()
    {
        var strong = Enumerable.Range(0, 200).Select(i => Some.Event(InteractionTypes.Purchase, Some.Product($"p{i}", [$"c{i}"])));

        var state = Some.Learn([.. strong, Some.Event(InteractionTypes.Click, Some.Product("new", ["fresh"]))]);

        state.Categories.Count.ShouldBe(Some.Rules.Options.KeptNames);
        state.Categories.ContainsKey("fresh").ShouldBeTrue();
        state.Products.Count.ShouldBe(Some.Rules.Options.KeptProducts);
    }

    [Fact]
    public void Learn_EventWithoutSession_JoinsTheSessionAroundItOrStartsOne()
    {
        var first = PreferenceEngine.Learn(ShopperState.Empty, Some.Event(InteractionTypes.Click, Oat, id: "a") with { SessionId = "s1" }, Some.Rules);
        var near = PreferenceEngine.Learn(first.State, Some.Event(InteractionTypes.Click, Oat, Some.Day.AddMinutes(20), "b"), Some.Rules);
        var far = PreferenceEngine.Learn(near.State, Some.Event(InteractionTypes.Click, Oat, Some.Day.AddMinutes(90), "c"), Some.Rules);

        near.SessionId.ShouldBe("s1");
        far.SessionId.ShouldNotBe("s1");
        far.State.Sessions.Select(session => session.Events).ShouldBe([1, 2]);
    }

    private static double SumOf(ShopperState state, string name, FeatureKind kind = FeatureKind.Category) =>
        state.Of(kind)[name].Sum * state.Scale!.Value.ReadFactor(Some.Day.ToUnixTimeMilliseconds());
}
