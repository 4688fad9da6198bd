using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.State;
using Personalization.Profiles.Tests.Learning;

namespace Personalization.Profiles.Tests.Codec;

public sealed class KeyPackTests
{
    [Fact]
    public void With_AMonthOfEvents_LiesInOneKey()
    {
        var state = Some.Learn(EventShuffle.Month(new Random(5), 40));

        var (pack, writes) = KeyPack.Empty.With(StateCodec.All(state), state.Seen.Current);

        writes.ShouldBeEmpty();
        KeyPack.Decode(pack.Encode()).Apart.ShouldBeEmpty();
    }

    [Fact]
    public void With_MoreThanFits_PutsTheLargestApartAndTakesItBackOnceItIsSmall()
    {
        var (large, apart) = KeyPack.Empty.With([Write(StateKeys.Preferences, 700), Write(StateKeys.Orders, 3000), Write(StateKeys.Products, 2000)], 0);
        apart.ShouldHaveSingleItem().ShouldSatisfyAllConditions(write => write.Key.ShouldBe(StateKeys.Orders), write => write.Value!.Length.ShouldBe(3000));

        var (unchanged, none) = large.With([Write(StateKeys.Preferences, 600)], 0);
        none.ShouldBeEmpty("a key that lies apart and did not change is not written");
        unchanged.Apart.ShouldBe([StateKeys.Orders]);

        var (small, removed) = unchanged.With([Write(StateKeys.Orders, 100)], 0);
        removed.ShouldHaveSingleItem().ShouldBe(new StateWrite(StateKeys.Orders, null));
        small.Has(StateKeys.Orders, out var value).ShouldBeTrue();
        value!.Length.ShouldBe(100);
    }

    [Fact]
    public void With_TheNextChunkOfSeenIds_LeavesTheFullOneApart()
    {
        var (first, _) = KeyPack.Empty.With([Write(StateKeys.Preferences, 10), Write(StateKeys.Seen(0), 736)], 0);

        var (_, writes) = first.With([Write(StateKeys.Seen(1), 8)], 1);

        writes.Select(write => (write.Key, write.Value?.Length)).ShouldBe([(StateKeys.Seen(0), 736)]);
    }

    [Fact]
    public void With_AnOutboxWrittenApart_RemovesItWhenItFitsAgain()
    {
        var (apart, none) = KeyPack.Empty.With([Write(StateKeys.Preferences, 10)], 0, outboxApart: true);
        none.ShouldBeEmpty("its writer writes it");
        apart.Apart.ShouldBe([StateKeys.Outbox]);

        var (_, writes) = apart.With([Write(StateKeys.Outbox, 900)], 0);

        writes.ShouldHaveSingleItem().ShouldBe(new StateWrite(StateKeys.Outbox, null));
    }

    [Fact]
    public void Decode_OfANewerFormat_SaysSo() => Should.Throw<FormatException>(() => KeyPack.Decode([9, 0])).Message.ShouldContain("newer");

    /// <summary>Turn by turn, with restarts in between: what lies together and apart is what the state says, and no key is left behind.</summary>
    [Fact]
    public void With_ManyTurns_StoresWhatMemoryHolds()
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var state = ShopperState.Empty;
            var pack = KeyPack.Empty;
            Dictionary<string, byte[]> stored = [];
            Dictionary<string, byte[]?> alone = [];
            var turn = 0;
            foreach (var interaction in EventShuffle.Month(new Random(seed), 400))
            {
                var after = Some.Learn([interaction], state) with { Version = ++turn };
                var changes = StateCodec.Changes(state, after);
                alone = alone.Where(entry => changes.All(change => change.Key != entry.Key))
                    .Concat(changes.Where(change => change.Value is not null).Select(change => KeyValuePair.Create(change.Key, change.Value)))
                    .ToDictionary();
                var (next, writes) = pack.With(changes, after.Seen.Current);
                foreach (var write in writes)
                {
                    if (write.Value is null)
                    {
                        stored.Remove(write.Key).ShouldBeTrue(write.Key);
                    }
                    else
                    {
                        stored[write.Key] = write.Value;
                    }
                }

                state = after;
                pack = KeyPack.Decode(next.Encode());
                pack.Apart.Order().ShouldBe(stored.Keys.Order(), $"seed {seed}, turn {turn}");
                var whole = alone.Keys.ToDictionary(key => key, key => Convert.ToHexString(pack.Has(key, out var together) ? together ?? stored[key] : []));
                whole.ShouldBe(alone.ToDictionary(entry => entry.Key, entry => Convert.ToHexString(entry.Value!)), ignoreOrder: true);
            }

            pack.Encode().Length.ShouldBeLessThan(KeyPack.Room + KeyPack.OutboxRoom);
        }
    }

    private static StateWrite Write(string key, int length) => new(key, new byte[length]);
}
