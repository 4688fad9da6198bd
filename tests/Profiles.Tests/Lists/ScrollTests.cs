using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Tests.Lists;

[Trait("req", "R2.3")]
public sealed class ScrollTests
{
    private static readonly ProductFacts[] Chips =
    [
        Some.Product("jalapeno", ["chips"], ["spicy"]),
        Some.Product("sriracha", ["chips"], ["spicy"]),
        Some.Product("original", ["chips"], ["salted"]),
        Some.Product("masala", ["chips"], ["spicy"]),
    ];

    [Fact]
    public void Learn_ScrolledPastSpicyThenClickedOriginal_DislikesSpicy()
    {
        var context = Some.Read(Some.Learn([Scroll(position: 2), Click("original")]));

        context.Attributes["spicy"].Dislike.ShouldBeGreaterThan(0);
        context.Attributes["spicy"].Evidence.ShouldBe(1);
        context.Attributes["salted"].Score.ShouldBeGreaterThan(0);
        context.Products["jalapeno"].Score.ShouldBeLessThan(0);
        context.Products.Keys.ShouldNotContain("masala");
    }

    [Fact]
    public void Learn_ScrollWithoutPosition_CountsAllButTheClicked()
    {
        var clickedFirst = Some.Learn([Click("original"), Scroll()]);
        var scrolledFirst = Some.Learn([Scroll(), Click("original")]);

        Sum(clickedFirst, "spicy").ShouldBe(-0.15, 1e-7);
        Sum(scrolledFirst, "spicy").ShouldBe(-0.15, 1e-7);
        Sum(clickedFirst, "salted").ShouldBe(0.2, 1e-7);
        Sum(scrolledFirst, "salted").ShouldBe(0.2, 1e-7);
    }

    [Fact]
    public void Learn_SameListScrolledTwice_CountsEachProductOnce()
    {
        var once = Some.Learn([Scroll()]);
        var twice = Some.Learn([Scroll(), Scroll(id: "again")]);

        Sum(twice, "spicy").ShouldBe(Sum(once, "spicy"), 1e-7);
        Sum(Some.Learn([Scroll(), Scroll(list: "other", id: "again")]), "spicy").ShouldBe(2 * Sum(once, "spicy"), 1e-7);
    }

    [Fact]
    public void Learn_ScrollOfOneProduct_CountsThatAlone()
    {
        var scroll = Scroll() with { ProductId = "original", Product = Chips[2] };

        var outcome = PreferenceEngine.Learn(ShopperState.Empty, scroll, Some.Rules);

        (outcome.Kind, outcome.Strength).ShouldBe(("negative.displayed_but_scrolled", -0.05));
        outcome.State.Attributes.Keys.ShouldBe(["salted"]);
    }

    [Fact]
    public void Learn_ScrollWithoutList_CountsForItself()
    {
        var state = Some.Learn([Scroll(list: null), Scroll(list: null, id: "again")]);

        Sum(state, "spicy").ShouldBe(-0.3, 1e-7);
        state.Lists.ShouldBeEmpty();
    }

    [Fact]
    public void Learn_EveryProductClicked_LeavesNoDislike()
    {
        var state = Some.Learn([Scroll(), .. Chips.Select(chip => Click(chip.Id))]);

        state.Attributes["spicy"].Sum.ShouldBeGreaterThan(0);
        state.Attributes["spicy"].Evidence.ShouldBe(3);
    }

    [Fact]
    public void Learn_ManyLists_KeepsTheNewest()
    {
        var events = Enumerable.Range(0, 50).Select(i => Scroll(list: $"l{i}", id: $"e{i}") with { Timestamp = Some.Day.AddMinutes(i) });

        Some.Learn(events).Lists.Count.ShouldBe(Some.Rules.Options.KeptLists);
    }

    [Fact]
    public void Learn_EndlessScrollsOverOneList_RememberWhatCountsAlone()
    {
        var events = Enumerable.Range(0, 500).Select(i => Scroll(position: 2, id: $"e{i:000}") with { Timestamp = Some.Day.AddSeconds(-i) });

        var state = Some.Learn(events);

        state.Lists.Values.ShouldHaveSingleItem().Scrolls.ShouldHaveSingleItem().At.ShouldBe(Some.Day.AddSeconds(-499).ToUnixTimeMilliseconds());
        Sum(state, "spicy").ShouldBe(-0.1, 1e-5);
        state.Attributes["spicy"].Evidence.ShouldBe(1);
    }

    [Fact]
    public void Learn_ManyLongLists_StayWithinTheirKey()
    {
        var products = Enumerable.Range(0, 300).Select(i => Some.Product($"p{i}", [$"category {i % 40}"], [.. Enumerable.Range(0, 20).Select(n => $"attribute {i} {n}")])).ToArray();
        var events = Enumerable.Range(0, 40).Select(i => Scroll(list: $"l{i}", id: $"e{i}") with { Shown = products[(i * 5)..((i * 5) + 100)], Timestamp = Some.Day.AddMinutes(i) });

        var state = Some.Learn(events);

        StateCodec.Snapshot(state)[StateKeys.Lists].Length.ShouldBeLessThanOrEqualTo(7_500);
        state.Lists.Keys.ShouldContain(StableHash.Of("l39"));
    }

    private static Interaction Scroll(int? position = null, string? list = "l1", string id = "scroll") =>
        Some.Event(InteractionTypes.Scroll, id: id) with { Shown = Chips, Position = position, ListId = list };

    private static Interaction Click(string product) =>
        Some.Event(InteractionTypes.Click, Chips.Single(chip => chip.Id == product)) with { ListId = "l1" };

    private static double Sum(ShopperState state, string attribute) =>
        state.Attributes[attribute].Sum * state.Scale!.Value.ReadFactor(Some.Day.ToUnixTimeMilliseconds());
}
