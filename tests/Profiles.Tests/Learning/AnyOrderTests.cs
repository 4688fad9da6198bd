using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Tests.Learning;

/// <summary>Any order of the same events of the last 30 days gives the same preferences.</summary>
public sealed class AnyOrderTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("req", "R1.3")]
    public void Learn_SameEventsInAnyOrder_GivesTheSamePreferences()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            output.WriteLine($"seed {seed}");
            var random = new Random(seed);
            var events = EventShuffle.Month(random, 20 + random.Next(100));
            var inOrder = Some.Learn(events.OrderBy(e => e.Timestamp));

            for (var round = 0; round < 4; round++)
            {
                ShouldBeAlike(Some.Learn(EventShuffle.Shuffled(random, events)), inOrder, seed);
            }
        }
    }

    [Fact]
    [Trait("req", "R1.3")]
    public void Learn_DuplicatesAmongThem_ChangeNothing()
    {
        for (var seed = 100; seed < 120; seed++)
        {
            output.WriteLine($"seed {seed}");
            var random = new Random(seed);
            var events = EventShuffle.Month(random, 60);
            var once = Some.Learn(events);

            var withRepeats = EventShuffle.Shuffled(random, events.Concat(EventShuffle.Shuffled(random, events)[..30]));

            ShouldBeAlike(Some.Learn(withRepeats), once, seed);
        }
    }

    [Fact]
    [Trait("req", "R1.3")]
    public void Learn_StoredAndLoadedBetween_GivesTheSamePreferences()
    {
        for (var seed = 200; seed < 220; seed++)
        {
            output.WriteLine($"seed {seed}");
            var random = new Random(seed);
            var events = EventShuffle.Month(random, 80);
            var atOnce = Some.Learn(events);

            var state = ShopperState.Empty;
            foreach (var interaction in EventShuffle.Shuffled(random, events))
            {
                state = StateCodec.FromSnapshot(StateCodec.Snapshot(PreferenceEngine.Learn(state, interaction, Some.Rules).State));
            }

            ShouldBeAlike(state, atOnce, seed);
        }
    }

    /// <summary>Half-lives of a day to a year, orders that start with any event: neither the moving reference nor storing between may show.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(365)]
    [Trait("req", "R1.3")]
    public void Learn_SumsUnderAnyHalfLife_AreTheSameToTheLastBit(double halfLife)
    {
        var rules = Some.Rules with { Options = Some.Rules.Options with { HalfLifeDays = halfLife } };
        for (var seed = 300; seed < 310; seed++)
        {
            var random = new Random(seed);
            var events = EventShuffle.Month(random, 90);
            var expected = Sums(Some.Learn(events.OrderBy(e => e.Timestamp), rules: rules));

            var state = ShopperState.Empty;
            foreach (var interaction in EventShuffle.Shuffled(random, events))
            {
                state = PreferenceEngine.Learn(random.Next(4) == 0 ? StateCodec.FromSnapshot(StateCodec.Snapshot(state)) : state, interaction, rules).State;
            }

            Sums(state).ShouldBe(expected, $"seed {seed}");
        }

        Dictionary<string, double> Sums(ShopperState state) => Enum.GetValues<FeatureKind>()
            .SelectMany(kind => state.Of(kind).Select(entry => (Key: $"{kind} {entry.Key}", entry.Value.Sum)))
            .Concat(state.Products.Select(entry => (Key: $"product {entry.Key}", entry.Value.Sum)))
            .Append((Key: "attributed", Sum: state.AttributedSum))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(entry => entry.Key, entry => entry.Sum * state.Scale!.Value.ReadFactor(Some.Day.ToUnixTimeMilliseconds()));
    }

    private static void ShouldBeAlike(ShopperState actual, ShopperState expected, int seed)
    {
        var left = Some.Read(actual);
        var right = Some.Read(expected);
        foreach (var (name, pick) in new (string, Func<ShopperContext, IReadOnlyDictionary<string, Affinity>>)[] { ("categories", c => c.Categories), ("attributes", c => c.Attributes), ("brands", c => c.Brands) })
        {
            pick(left).Keys.Order().ShouldBe(pick(right).Keys.Order(), $"seed {seed}: {name}");
            foreach (var (key, affinity) in pick(right))
            {
                var other = pick(left)[key];
                other.Score.ShouldBe(affinity.Score, 1e-9, $"seed {seed}: {name} {key} score");
                other.Dislike.ShouldBe(affinity.Dislike, 1e-9, $"seed {seed}: {name} {key} dislike");
                other.Evidence.ShouldBe(affinity.Evidence, $"seed {seed}: {name} {key} evidence");
            }
        }

        left.Products.Keys.Order().ShouldBe(right.Products.Keys.Order(), $"seed {seed}: products");
        foreach (var (id, product) in right.Products)
        {
            left.Products[id].Score.ShouldBe(product.Score, 1e-9, $"seed {seed}: product {id}");
            left.Products[id].Purchases.ShouldBe(product.Purchases, $"seed {seed}: purchases of {id}");
            left.Products[id].UsualQuantity.ShouldBe(product.UsualQuantity, $"seed {seed}: quantity of {id}");
        }

        left.Dietary.ShouldBe(right.Dietary, $"seed {seed}");
        left.Reorder.ShouldBe(right.Reorder, $"seed {seed}");
        left.PriceBand.ShouldBe(right.PriceBand, $"seed {seed}");
        left.Recent.ShouldBe(right.Recent, $"seed {seed}");
        left.Events.ShouldBe(right.Events, $"seed {seed}");
    }
}
