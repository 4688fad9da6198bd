using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Tests.Views;

public sealed class ViewTests
{
    private static readonly ProductFacts Oat = Some.Product("oat", ["drinks"]);

    [Fact]
    [Trait("req", "R1.2")]
    public void Learn_45ThenSeventySecondsInOneView_CountsTheHighestStepOnce()
    {
        var first = PreferenceEngine.Learn(ShopperState.Empty, Dwell(45, 0, "s"), Some.Rules);
        var second = PreferenceEngine.Learn(first.State, Dwell(70, 5, "s"), Some.Rules);
        var third = PreferenceEngine.Learn(second.State, Dwell(65, 9, "s"), Some.Rules);

        (first.Kind, first.Strength).ShouldBe(("browse.time_on_product.30_seconds", 0.25));
        (second.Kind, second.Strength).ShouldBe(("browse.time_on_product.60_seconds", 0.05));
        third.Strength.ShouldBe(0);
        Sum(third.State).ShouldBe(0.3, 1e-4);
    }

    [Theory]
    [InlineData("s", "s", 600, 0.3)]
    [InlineData("s", "t", 1, 0.6)]
    [InlineData(null, null, 29, 0.3)]
    [InlineData(null, null, 31, 0.6)]
    public void Learn_TwoDwells_AreOneViewBySessionOrByGap(string? first, string? second, int minutes, double sum) =>
        Sum(Some.Learn([Dwell(60, 0, first), Dwell(60, minutes, second)])).ShouldBe(sum, 1e-3);

    [Fact]
    public void Learn_TwoDwellsOfOneMoment_AreAlikeInEitherOrder()
    {
        var longer = Dwell(70, 0, "s") with { EventId = "longer" };
        var shorter = Dwell(45, 0, "s") with { EventId = "shorter" };

        var one = Some.Learn([longer, shorter]).Categories["drinks"];
        var other = Some.Learn([shorter, longer]).Categories["drinks"];

        (one.Evidence, Math.Round(one.Sum, 9)).ShouldBe((other.Evidence, Math.Round(other.Sum, 9)));
    }

    [Fact]
    public void Learn_DwellBelowTheFirstStep_TeachesNothing()
    {
        var outcome = PreferenceEngine.Learn(ShopperState.Empty, Dwell(9, 0, "s"), Some.Rules);

        (outcome.Kind, outcome.PreferencesChanged).ShouldBe((null, false));
    }

    [Fact]
    [Trait("req", "R1.2")]
    public void Learn_ViewedInThreeSessionsOverTwoWeeks_DerivesNeverBought()
    {
        var state = Some.Learn([View(-14), View(-7)]);

        var outcome = PreferenceEngine.Learn(state, View(0), Some.Rules);

        var derived = outcome.Derived.ShouldNotBeNull();
        (derived.Type, derived.Kind, derived.Strength).ShouldBe(("viewed_never_bought", "negative.viewed_never_bought", -0.2));
        PreferenceEngine.Learn(outcome.State, View(1), Some.Rules).Derived.ShouldBeNull();
    }

    [Fact]
    public void Learn_ViewsOfTooFewDaysOrSessions_DeriveNothing()
    {
        PreferenceEngine.Learn(Some.Learn([View(-2), View(-1)]), View(0), Some.Rules).Derived.ShouldBeNull();
        PreferenceEngine.Learn(Some.Learn([View(-20)]), View(0), Some.Rules).Derived.ShouldBeNull();
    }

    [Fact]
    public void Learn_Purchase_RemovesTheCandidateAndItsSignal()
    {
        var bought = Some.Event(InteractionTypes.Purchase, Oat, Some.Day, "buy");
        var state = Some.Learn([View(-14), View(-7), View(0), bought]);

        state.Candidates.ShouldBeEmpty();
        Sum(state).ShouldBe(Sum(Some.Learn([bought, View(-14), View(-7), View(0)])), 1e-9);
        PreferenceEngine.Learn(state, View(20), Some.Rules).Derived.ShouldBeNull();
    }

    /// <summary>Views at 0, 25 and 50 minutes are one view whichever comes first, so that two weeks later there are two, not three.</summary>
    [Fact]
    [Trait("req", "R1.3")]
    public void Learn_ViewsWithoutSession_AreTheSameViewsInEveryOrder()
    {
        Interaction[] events = [At(0), At(25), At(50), At(14 * 24 * 60)];
        foreach (var order in Orders(events))
        {
            var state = Some.Learn(order);

            Sum(state).ShouldBe(events.Sum(e => 0.15 * Decayed(e)), 1e-6, string.Join(", ", order.Select(e => e.EventId)));
            state.Categories["drinks"].Evidence.ShouldBe(4);
        }

        static double Decayed(Interaction view) => Math.Pow(2, (view.Timestamp - Some.Day).TotalDays / Some.Rules.Options.HalfLifeDays);
    }

    [Fact]
    [Trait("req", "R1.3")]
    public void Learn_AViewThatJoinsTwo_TakesTheSignalOfTheThirdBack()
    {
        Interaction[] events = [At(0), At(50), At(14 * 24 * 60), At(25)];

        var third = PreferenceEngine.Learn(Some.Learn(events[..2]), events[2], Some.Rules);
        var joined = Some.Learn([events[3]], third.State);

        third.Derived.ShouldNotBeNull();
        foreach (var order in Orders(events))
        {
            var other = Some.Learn(order);
            other.Categories["drinks"].ShouldBe(joined.Categories["drinks"]);
            other.Products["oat"].Sum.ShouldBe(joined.Products["oat"].Sum);
        }
    }

    [Fact]
    [Trait("req", "R1.3")]
    public void Learn_TimesOnPageWithoutSession_AreTheSameViewsInEveryOrder()
    {
        Interaction[] events = [Dwell(70, 0, null), Dwell(45, 25, null), Dwell(61, 50, null), Dwell(12, 81, null)];
        foreach (var order in Orders(events))
        {
            var state = Some.Learn(order);

            Sum(state).ShouldBe(0.4, 1e-3);
            state.Categories["drinks"].Evidence.ShouldBe(2);
        }
    }

    [Fact]
    public void Learn_ViewsThatNoEventOfThirtyDaysCanBelongTo_AreForgotten()
    {
        var other = Some.Event(InteractionTypes.Dwell, Some.Product("other"), Some.Day.AddDays(30)) with { TimeOnPage = 45 };

        Some.Learn([Dwell(45, 0, "s"), other]).Dwells.Keys.Order().ShouldBe(["oat", "other"]);
        Some.Learn([Dwell(45, 0, "s"), other with { Timestamp = Some.Day.AddDays(32) }]).Dwells.Keys.ShouldBe(["other"]);
    }

    [Fact]
    public void Learn_ManyReportsOfOneView_CountLikeTheHighest()
    {
        var events = Enumerable.Range(1, 60).Select(i => Dwell(i * 5, i * 20, null)).ToList();
        var reversed = Some.Learn(events.AsEnumerable().Reverse());

        Sum(Some.Learn(events)).ShouldBe(0.3, 1e-2);
        reversed.Categories["drinks"].ShouldBe(Some.Learn(events).Categories["drinks"]);
    }

    [Fact]
    public void Learn_ManyCandidates_Keeps16()
    {
        var events = Enumerable.Range(0, 40).Select(i => Some.Event(InteractionTypes.ViewDetails, Some.Product($"p{i}"), Some.Day.AddMinutes(i)));

        Some.Learn(events).Candidates.Count.ShouldBe(16);
    }

    private static Interaction At(int minute) =>
        Some.Event(InteractionTypes.ViewDetails, Oat, Some.Day.AddDays(-14).AddMinutes(minute), $"at {minute}");

    private static IEnumerable<Interaction[]> Orders(Interaction[] events) => events.Length <= 1
        ? [events]
        : events.SelectMany((first, i) => Orders([.. events[..i], .. events[(i + 1)..]]).Select(rest => (Interaction[])[first, .. rest]));

    private static Interaction Dwell(double seconds, int minute, string? session) =>
        Some.Event(InteractionTypes.Dwell, Oat, Some.Day.AddMinutes(minute)) with { TimeOnPage = seconds, SessionId = session };

    private static Interaction View(int day) =>
        Some.Event(InteractionTypes.ViewDetails, Oat, Some.Day.AddDays(day)) with { SessionId = $"session{day}" };

    private static double Sum(ShopperState state) =>
        state.Categories["drinks"].Sum * state.Scale!.Value.ReadFactor(Some.Day.ToUnixTimeMilliseconds());
}
