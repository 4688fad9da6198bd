using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;
using Personalization.Profiles.Tests.Learning;

namespace Personalization.Profiles.Tests.Codec;

public sealed class StateCodecTests
{
    [Fact]
    public void FromSnapshot_OfAState_ReadsTheSame()
    {
        var random = new Random(7);
        var state = Some.Learn(EventShuffle.Month(random, 200)) with
        {
            Version = 200,
            Switches = new PersonalizationSwitches { Enabled = false, Features = FeatureNames.AllOn },
        };

        var back = StateCodec.FromSnapshot(StateCodec.Snapshot(state));

        var expected = ProfilesJsonText.Of(Some.Read(state));
        ProfilesJsonText.Of(Some.Read(back)).ShouldBe(expected);
        back.Version.ShouldBe(200);
        back.Sessions.ShouldBe(state.Sessions);
        back.Seen.InOrder().ShouldBe(state.Seen.InOrder());
        back.Lists.Count.ShouldBe(state.Lists.Count);
        back.Candidates.Keys.Order().ShouldBe(state.Candidates.Keys.Order());
    }

    [Fact]
    public void Changes_OneClick_WritesFewSmallKeys()
    {
        var product = Some.Product("p1", ["dairy"], ["vegan"], "Oatly");
        var before = Some.Learn([Some.Event(InteractionTypes.Click, product, id: "a")]);
        var after = Some.Learn([Some.Event(InteractionTypes.Click, product, id: "b")], before);

        var writes = StateCodec.Changes(before, after);

        writes.Select(write => write.Key).Order().ShouldBe([StateKeys.Preferences, StateKeys.Products, StateKeys.Seen(0), StateKeys.Sessions]);
        writes.Sum(write => write.Value!.Length).ShouldBeLessThan(400);
    }

    [Fact]
    public void Changes_NamesBeyondOneKilobyte_GoIntoTheSecondKey()
    {
        var events = Enumerable.Range(0, 100).Select(i => Some.Event(InteractionTypes.Click, Some.Product($"p{i}", [$"a category of some length {i}"]), id: $"e{i}"));
        var state = Some.Learn(events);

        var snapshot = StateCodec.Snapshot(state);

        snapshot[StateKeys.Preferences].Length.ShouldBeLessThanOrEqualTo(765);
        snapshot[StateKeys.Interests].Length.ShouldBeGreaterThan(1000);
        StateCodec.FromSnapshot(snapshot).Categories.Count.ShouldBe(100);
    }

    [Fact]
    public void Changes_HeadGrowsWithoutAnyNameChanged_KeepsEveryName()
    {
        for (var length = 20; length < 40; length++)
        {
            var names = Enumerable.Range(0, 40).Select(i => $"{new string('n', length)}{i:00}").ToArray();
            var state = Some.Learn([Some.Event(InteractionTypes.Click, Some.Product("p", names), id: "click")]) with { Version = 127 };
            var stored = Applied([], ShopperState.Empty, state);

            var searched = Some.Learn([Some.Event(InteractionTypes.Search, id: "search")], state) with { Version = 128 };
            stored = Applied(stored, state, searched);
            StateCodec.FromSnapshot(stored).Categories.Count.ShouldBe(40, $"version grows, names of {length}");

            var replayed = Some.Learn([Some.Event(InteractionTypes.Search, id: "again")], searched) with { Version = 129, ReplayedFrom = "0123456789abcdef", ReplayedThrough = 7 };
            stored = Applied(stored, searched, replayed);
            StateCodec.FromSnapshot(stored).Categories.Count.ShouldBe(40, $"replayed, names of {length}");
        }
    }

    [Fact]
    public void Changes_AppliedTurnByTurnWithRestarts_StoreWhatMemoryHolds()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            var products = Enumerable.Range(0, 24)
                .Select(i => Some.Product($"p{i}", [$"category with a name of some length {i % 9}"], [$"attribute {i}", $"another attribute {i % 13}"], $"brand {i % 11}"))
                .ToArray();
            var state = ShopperState.Empty;
            Dictionary<string, byte[]> stored = [];
            for (var turn = 1; turn <= 250; turn++)
            {
                var product = products[random.Next(products.Length)];
                var interaction = random.Next(3) == 0
                    ? Some.Event(InteractionTypes.Search, id: $"e{turn}")
                    : Some.Event(random.Next(2) == 0 ? InteractionTypes.Click : InteractionTypes.SaveForLater, product, Some.Day.AddDays(-random.Next(4)), $"e{turn}");
                var after = Some.Learn([interaction], state) with { Version = turn };
                stored = Applied(stored, state, after);
                state = after;

                var loaded = StateCodec.FromSnapshot(stored);
                foreach (var kind in Enum.GetValues<FeatureKind>())
                {
                    loaded.Of(kind).ToDictionary(entry => entry.Key, entry => ((float)entry.Value.Sum, entry.Value.Evidence))
                        .ShouldBe(state.Of(kind).ToDictionary(entry => entry.Key, entry => ((float)entry.Value.Sum, entry.Value.Evidence)), ignoreOrder: true, $"seed {seed}, turn {turn}, {kind}");
                }

                state = random.Next(5) == 0 ? loaded : state;
            }
        }
    }

    /// <summary>Stored by the release before sums were kept to the digit and views as spans: 2 times on page, 3 views in 3 sessions over 20 days, 40 names in two keys.</summary>
    [Fact]
    public void FromSnapshot_OfTheFormerFormat_ReadsAllOfItAndWritesItAnew()
    {
        var former = FormerFormat.Snapshot();

        var state = StateCodec.FromSnapshot(former);

        state.IsOfFormerFormat.ShouldBeTrue();
        state.Categories.Count.ShouldBe(FormerFormat.Names);
        state.Categories["oat drinks"].Evidence.ShouldBe(6);
        state.Products["oat"].Sum.ShouldBe(FormerFormat.Sum, 1e-6);
        state.Dwells["oat"].ShouldHaveSingleItem().Marks.Select(mark => mark.Seconds).ShouldBe([45f, 70f]);
        state.Candidates["oat"].Views.Length.ShouldBe(3);

        // A turn that teaches nothing, then a purchase that takes the signal of the views back.
        var searched = Some.Learn([Some.Event(InteractionTypes.Search, id: "search")], state) with { Version = 9 };
        var stored = StateCodec.FromSnapshot(Applied(former, state, searched));
        stored.IsOfFormerFormat.ShouldBeFalse();
        stored.Categories.ToDictionary(entry => entry.Key, entry => entry.Value.Evidence).ShouldBe(state.Categories.ToDictionary(entry => entry.Key, entry => entry.Value.Evidence), ignoreOrder: true);
        var bought = Some.Learn([Some.Event(InteractionTypes.Purchase, Some.Product("oat", ["oat drinks"]), id: "buy")], stored);
        var factor = bought.Scale!.Value.ReadFactor(Some.Day.ToUnixTimeMilliseconds());
        ((bought.Categories["oat drinks"].Sum - stored.Categories["oat drinks"].Sum) * factor).ShouldBe(0.8 + 0.2, 1e-6);
        bought.Candidates.ShouldBeEmpty();
    }

    [Fact]
    public void Changes_AMergedSource_RemovesWhatItHeld()
    {
        var full = Some.Learn(EventShuffle.Month(new Random(3), 100));
        var emptied = ShopperState.Empty with { Version = 101 };

        var removed = StateCodec.Changes(full, emptied).Where(write => write.Value is null).Select(write => write.Key);

        removed.ShouldContain(StateKeys.Orders);
        removed.ShouldContain(StateKeys.Seen(0));
    }

    [Fact]
    public void SeenIds_ManyEvents_KeepsTheLast2048AndWritesOneChunk()
    {
        var seen = SeenIds.Empty;
        for (var i = 0UL; i < 5000; i++)
        {
            seen = seen.Add(i + 1);
        }

        Enumerable.Range(0, SeenIds.Kept).ShouldAllBe(i => seen.Contains(5000UL - (ulong)i));
        seen.Contains(1).ShouldBeFalse();
        seen.Chunks.Length.ShouldBeLessThanOrEqualTo(SeenIds.ChunkCount);
        (4 * ((SeenIds.ChunkSize * 8) + 2) / 3).ShouldBeLessThanOrEqualTo(1024);
        SeenIds.Of(seen.Chunks, seen.Current).InOrder().ShouldBe(seen.InOrder());
    }

    private static Dictionary<string, byte[]> Applied(Dictionary<string, byte[]> stored, ShopperState before, ShopperState after)
    {
        var next = new Dictionary<string, byte[]>(stored, StringComparer.Ordinal);
        foreach (var write in StateCodec.Changes(before, after))
        {
            if (write.Value is { } value)
            {
                next[write.Key] = value;
            }
            else
            {
                next.Remove(write.Key);
            }
        }

        return next;
    }
}
