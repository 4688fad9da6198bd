using Personalization.Abstractions.Identity;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Carts;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.Merging;
using Personalization.Profiles.State;
using Personalization.Profiles.Tests.Learning;
using Personalization.Profiles.Tests.Shoppers;

namespace Personalization.Profiles.Tests.Merging;

[Trait("req", "R2.7")]
public sealed class MergeTests : IDisposable
{
    private static readonly ProductFacts Oat = Some.Product("oat", ["drinks"], ["vegan"]);
    private static readonly string Guest = ProfilesHost.Id("guest", ShopperKind.Anonymous);
    private static readonly string Ann = ProfilesHost.Id("ann");
    private static readonly string Bob = ProfilesHost.Id("bob");

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Merge_GuestIntoKnown_CarriesOverOnce()
    {
        await using var host = await WithGuestAsync();

        var merged = await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);
        var again = await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);

        (merged.Outcome, again.Outcome).ShouldBe(("merged", "already"));
        var seen = await host.ReadAsync("ann", merged.Version);
        (seen.Degraded, seen.Events, seen.Categories["drinks"].Evidence).ShouldBe((false, 2, 2));
    }

    [Fact]
    public async Task Merge_IntoASecondTarget_IsAConflict()
    {
        await using var host = await WithGuestAsync();
        await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);

        var second = await host.Coordinator.MergeAsync(new MergeRequest(Guest, Bob), CancellationToken.None);

        second.Outcome.ShouldBe("conflict");
        (await host.ReadAsync("bob")).Events.ShouldBe(0);
    }

    [Fact]
    public async Task Merge_IntoTheShopperBehindTheFirstTarget_IsAlreadyDone()
    {
        await using var host = await WithGuestAsync();
        await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);
        await host.Coordinator.MergeAsync(new MergeRequest(Ann, Bob), CancellationToken.None);

        var again = await host.Coordinator.MergeAsync(new MergeRequest(Guest, Bob), CancellationToken.None);
        var elsewhere = await host.Coordinator.MergeAsync(new MergeRequest(Guest, ProfilesHost.Id("eve")), CancellationToken.None);

        (again.Outcome, again.Version).ShouldBe(("already", (await host.ReadAsync("bob")).Version));
        elsewhere.Outcome.ShouldBe("conflict");
    }

    [Fact]
    public async Task Merge_SameIdempotencyKeyForAnotherSource_IsAConflict()
    {
        await using var host = await WithGuestAsync();
        var first = await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann, "k"), CancellationToken.None);

        var repeat = await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann, "k"), CancellationToken.None);
        var other = await host.Coordinator.MergeAsync(new MergeRequest(Bob, Ann, "k"), CancellationToken.None);

        (first.Outcome, repeat.Outcome, other.Outcome).ShouldBe(("merged", "already", "conflict"));
        (await host.ReadAsync("bob")).MovedTo.ShouldBeNull();
    }

    [Fact]
    public async Task Source_AfterTheMerge_ForwardsReadsAndWrites()
    {
        await using var host = await WithGuestAsync();
        await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);
        var guest = host.ById(Guest);

        (await guest.TrackAsync(new TrackRequest { Events = [Some.Event(InteractionTypes.Click, Oat, id: "late")] })).MovedTo.ShouldBe(Ann);
        (await guest.GetContextAsync(new ContextRequest())).MovedTo.ShouldBe(Ann);
        (await guest.PutCartAsync(new CartPut { Items = [] })).MovedTo.ShouldBe(Ann);
        (await guest.GetSwitchesAsync(new ContextRequest())).MovedTo.ShouldBe(Ann);
        (await guest.GetTrackedAsync(new ContextRequest())).MovedTo.ShouldBe(Ann);
    }

    [Fact]
    public async Task Merge_AnEventOfTheGuestSentAgainToTheTarget_IsKnownThere()
    {
        await using var host = await WithGuestAsync();
        await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);

        var late = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "g1"));

        late.Results[0].Duplicate.ShouldBeTrue();
    }

    [Fact]
    public async Task Merge_VersionOfTheSource_IsReachedAtTheTarget()
    {
        await using var host = await WithGuestAsync();
        var version = (await host.ById(Guest).GetContextAsync(new ContextRequest())).Version;
        await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);

        (await host.ReadAsync("ann", version)).Degraded.ShouldBeFalse();
    }

    [Fact]
    public async Task Merge_CrashAfterTheOffer_IsCompletedByTheSourcesNextCall()
    {
        await using (var crashed = await WithGuestAsync())
        {
            await crashed.ById(Guest).OfferMergeAsync(new Api.Shoppers.MergeStep(Guest, Ann));
        }

        await using var host = new ProfilesHost(_world);
        (await host.ById(Guest).GetContextAsync(new ContextRequest())).MovedTo.ShouldBe(Ann);
        host.Merges.Reader.TryRead(out var pending).ShouldBeTrue();
        await host.Coordinator.MergeAsync(new MergeRequest(pending.Source, pending.Target), CancellationToken.None);

        (await host.ReadAsync("ann")).Events.ShouldBe(2);
        await host.ById(Guest).GetContextAsync(new ContextRequest());
        host.Merges.Reader.TryRead(out _).ShouldBeFalse("the merge is finished");
    }

    [Fact]
    public async Task Merge_CrashAfterTheTargetAbsorbed_IsCompletedWithoutCountingTwice()
    {
        await using (var crashed = await WithGuestAsync())
        {
            var offer = await crashed.ById(Guest).OfferMergeAsync(new Api.Shoppers.MergeStep(Guest, Ann));
            await crashed.ById(Ann).AbsorbAsync(offer);
        }

        await using var host = new ProfilesHost(_world);
        var reply = await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);

        reply.Outcome.ShouldBe("already");
        (await host.ReadAsync("ann")).Events.ShouldBe(2);
        _world.Reminders.Armed.Keys.ShouldNotContain((Guest, "merge"));
    }

    [Fact]
    public async Task Merge_OfferedButNotCommitted_LeavesNoReminderForEver()
    {
        await using var host = await WithGuestAsync();
        _world.Store(Guest).Away = true;
        (await host.ById(Guest).OfferMergeAsync(new Api.Shoppers.MergeStep(Guest, Ann))).Available.ShouldBeFalse();
        _world.Reminders.Armed.Keys.ShouldContain((Guest, "merge"));
        _world.Store(Guest).Away = false;
        await host.ProbeStoreAsync();

        await host.ById(Guest).ReceiveReminderAsync("merge", [], TimeSpan.Zero, TimeSpan.Zero);

        _world.Reminders.Armed.Keys.ShouldNotContain((Guest, "merge"));
        host.Merges.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Merge_SidecarTakesNoReminder_IsUnavailableNotAFailure()
    {
        await using var host = await WithGuestAsync();
        _world.Reminders.Away = true;

        (await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None)).Outcome.ShouldBe("unavailable");
        _world.Reminders.Away = false;

        (await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None)).Outcome.ShouldBe("merged");
    }

    [Fact]
    public async Task Replay_JournaledForAnAliasOfAnAlias_ReachesTheShopperBehindBoth()
    {
        await using var host = await WithGuestAsync();
        await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);
        await host.Coordinator.MergeAsync(new MergeRequest(Ann, Bob), CancellationToken.None);
        host.Journal.TryAdd(Guest, Some.Event(InteractionTypes.Click, Oat, id: "late")).ShouldBeTrue();

        await host.Replay.ReplayAllAsync(CancellationToken.None);

        host.Journal.Depth.ShouldBe(0);
        (await host.ReadAsync("bob")).Events.ShouldBe(3);
    }

    [Fact]
    public async Task Replay_JournaledForAnAlias_IsForwardedInRequestsThatFit()
    {
        await using var host = await WithGuestAsync();
        await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);
        using var large = System.Text.Json.JsonDocument.Parse($"{{\"note\":\"{new string('n', 300_000)}\"}}");
        for (var i = 0; i < 8; i++)
        {
            host.Journal.TryAdd(Guest, Some.Event(InteractionTypes.Click, Oat, id: $"late{i}") with { Raw = large.RootElement, Context = large.RootElement }).ShouldBeTrue();
        }

        await host.Replay.ReplayAllAsync(CancellationToken.None);

        host.Journal.Depth.ShouldBe(0);
        host.Forwarded.Sum(request => request.Events.Count).ShouldBe(8);
        host.Forwarded.ShouldAllBe(request => request.Events.Sum(e => OutboxLedger.Bytes(e.Raw, e.Context)) <= 1 << 20);
        (await host.ReadAsync("ann")).Events.ShouldBe(10);
    }

    [Fact]
    public void Absorb_ViewsThatOnlyTogetherAreNeverBought_AreTaughtByTheNextViewAndTakenBackByThePurchase()
    {
        var known = Some.Learn([View(-20), View(-10)]);
        var guest = Some.Learn([View(-5)]);
        var merged = MergeRules.Absorb(known, Guest, guest, Some.Day.ToUnixTimeMilliseconds(), Some.Rules);

        var viewed = PreferenceEngine.Learn(merged, View(-1), Some.Rules);
        var bought = PreferenceEngine.Learn(viewed.State, Some.Event(InteractionTypes.Purchase, Oat, id: "buy"), Some.Rules).State;

        viewed.Derived.ShouldNotBeNull().Kind.ShouldBe("negative.viewed_never_bought");
        var alone = Some.Learn([View(-20), View(-10), View(-5), View(-1), Some.Event(InteractionTypes.Purchase, Oat, id: "buy")]);
        bought.Categories["drinks"].Sum.ShouldBe(alone.Categories["drinks"].Sum, 1e-6);
        bought.Categories["drinks"].Evidence.ShouldBe(alone.Categories["drinks"].Evidence);
    }

    [Fact]
    public void Absorb_BothViewedAndNeverBought_CountsOnceAndIsTakenBackInFull()
    {
        Interaction[] known = [View(-40), View(-30), View(-20)];
        Interaction[] guest = [View(-19), View(-10), View(-1)];
        var buy = Some.Event(InteractionTypes.Purchase, Oat, id: "buy");
        foreach (var (target, source) in new[] { (known, guest), (guest, known) })
        {
            var merged = MergeRules.Absorb(Some.Learn(target), Guest, Some.Learn(source), Some.Day.ToUnixTimeMilliseconds(), Some.Rules);

            ShouldHoldTheSame(merged, Some.Learn([.. known, .. guest]));
            ShouldHoldTheSame(Some.Learn([buy], merged), Some.Learn([.. known, .. guest, buy]));
            var bought = MergeRules.Absorb(Some.Learn([.. target, buy]), Guest, Some.Learn(source), Some.Day.ToUnixTimeMilliseconds(), Some.Rules);
            ShouldHoldTheSame(bought, Some.Learn([.. known, .. guest, buy]));
        }
    }

    [Fact]
    public void Absorb_OneViewedWhatTheOtherBought_IsNoCandidate()
    {
        var bought = Some.Learn([Some.Event(InteractionTypes.Purchase, Oat, id: "buy")]);
        var viewed = Some.Learn([View(-20), View(-10), View(-1)]);
        var now = Some.Day.ToUnixTimeMilliseconds();

        foreach (var merged in new[] { MergeRules.Absorb(bought, Guest, viewed, now, Some.Rules), MergeRules.Absorb(viewed, Guest, bought, now, Some.Rules) })
        {
            merged.Candidates.ShouldBeEmpty();
            var together = Some.Learn([View(-20), View(-10), View(-1), Some.Event(InteractionTypes.Purchase, Oat, id: "buy")]);
            merged.Products["oat"].Sum.ShouldBe(together.Products["oat"].Sum, 1e-6);
        }
    }

    [Fact]
    public async Task Merge_IntoAnAlias_GoesToTheShopperBehindIt()
    {
        await using var host = await WithGuestAsync();
        await host.Coordinator.MergeAsync(new MergeRequest(Bob, Ann), CancellationToken.None);

        var reply = await host.Coordinator.MergeAsync(new MergeRequest(Guest, Bob), CancellationToken.None);

        reply.Outcome.ShouldBe("merged");
        (await host.ReadAsync("ann")).Events.ShouldBe(2);
    }

    [Theory]
    [InlineData("nonsense", "main:u:YW5u")]
    [InlineData("main:u:YW5u", "main:u:YW5u")]
    [InlineData("main:a:Zw", "other:u:YW5u")]
    public async Task Merge_WithoutSense_IsRefused(string from, string into)
    {
        await using var host = new ProfilesHost(_world);

        (await host.Coordinator.MergeAsync(new MergeRequest(from, into), CancellationToken.None)).Outcome.ShouldBe("refused");
    }

    [Fact]
    public async Task Merge_StoreOfTheTargetAway_IsCompletedByTheRepeat()
    {
        await using var host = await WithGuestAsync();
        _world.Store(Ann).Away = true;
        var first = await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);
        _world.Store(Ann).Away = false;
        await host.ProbeStoreAsync();

        var second = await host.Coordinator.MergeAsync(new MergeRequest(Guest, Ann), CancellationToken.None);

        (first.Outcome, second.Outcome).ShouldBe(("unavailable", "merged"));
        (await host.ReadAsync("ann")).Events.ShouldBe(2);
    }

    [Fact]
    public void Absorb_CartsAndSwitches_UniteByLargerQuantityAndStricterSwitch()
    {
        var target = ShopperState.Empty with
        {
            Cart = CartRules.Replace(CartState.Empty, [new CartItem("a", 1, Some.Day), new CartItem("b", 5, Some.Day)], Some.Day.ToUnixTimeMilliseconds()),
            Switches = new PersonalizationSwitches { Features = FeatureNames.All.ToDictionary(name => name, name => name != FeatureNames.Suggestions) },
        };
        var source = ShopperState.Empty with
        {
            Cart = CartRules.Replace(CartState.Empty, [new CartItem("b", 2, Some.Day), new CartItem("a", 3, Some.Day)], Some.Day.ToUnixTimeMilliseconds()),
            Switches = new PersonalizationSwitches { Enabled = false },
        };

        var merged = MergeRules.Absorb(target, Guest, source, Some.Day.ToUnixTimeMilliseconds(), Some.Rules);

        merged.Cart.Items.ToDictionary(item => item.ProductId, item => item.Quantity).ShouldBe(new Dictionary<string, decimal> { ["a"] = 3, ["b"] = 5 }, ignoreOrder: true);
        merged.Switches.Enabled.ShouldBeFalse();
        merged.Switches.Features[FeatureNames.Suggestions].ShouldBeFalse();
        merged.Switches.Features[FeatureNames.SmartRanking].ShouldBeTrue();
    }

    [Fact]
    public void Absorb_TwoGuestsInEitherOrder_GivesTheSamePreferences()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var known = Some.Learn(EventShuffle.Month(random, 40));
            var first = Some.Learn(EventShuffle.Month(random, 40).Select(e => e with { EventId = "f" + e.EventId }));
            var second = Some.Learn(EventShuffle.Month(random, 40).Select(e => e with { EventId = "s" + e.EventId, Timestamp = e.Timestamp.AddDays(-400) }));
            var now = Some.Day.ToUnixTimeMilliseconds();

            var left = MergeRules.Absorb(MergeRules.Absorb(known, "f", first, now, Some.Rules), "s", second, now, Some.Rules);
            var right = MergeRules.Absorb(MergeRules.Absorb(known, "s", second, now, Some.Rules), "f", first, now, Some.Rules);

            foreach (var kind in Enum.GetValues<FeatureKind>())
            {
                left.Of(kind).Keys.Order().ShouldBe(right.Of(kind).Keys.Order(), $"seed {seed}");
                left.Of(kind).ShouldAllBe(entry => Math.Abs(entry.Value.Sum - right.Of(kind)[entry.Key].Sum) < 1e-9 && entry.Value.Evidence == right.Of(kind)[entry.Key].Evidence, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void Absorb_AStateOfAnotherTime_AddsUpAsIfLearnedTogether()
    {
        var old = Some.Event(InteractionTypes.Purchase, Oat, Some.Day.AddYears(-8), "old");
        var recent = Some.Event(InteractionTypes.Click, Oat, Some.Day, "new");

        var merged = MergeRules.Absorb(Some.Learn([old]), Guest, Some.Learn([recent]), Some.Day.ToUnixTimeMilliseconds(), Some.Rules);

        Some.Read(merged).Categories["drinks"].Score.ShouldBe(Some.Read(Some.Learn([old, recent])).Categories["drinks"].Score, 1e-6);
    }

    private static void ShouldHoldTheSame(ShopperState actual, ShopperState expected)
    {
        var now = Some.Day.ToUnixTimeMilliseconds();
        foreach (var (kind, name) in new[] { (FeatureKind.Category, "drinks"), (FeatureKind.Attribute, "vegan") })
        {
            (actual.Of(kind)[name].Sum * actual.Scale!.Value.ReadFactor(now)).ShouldBe(expected.Of(kind)[name].Sum * expected.Scale!.Value.ReadFactor(now), 1e-9, name);
            actual.Of(kind)[name].Evidence.ShouldBe(expected.Of(kind)[name].Evidence, name);
        }

        (actual.Products["oat"].Sum * actual.Scale!.Value.ReadFactor(now)).ShouldBe(expected.Products["oat"].Sum * expected.Scale!.Value.ReadFactor(now), 1e-9);
        actual.Candidates.Keys.ShouldBe(expected.Candidates.Keys);
    }

    private static Interaction View(int day) =>
        Some.Event(InteractionTypes.ViewDetails, Oat, Some.Day.AddDays(day)) with { SessionId = $"session{day}" };

    private async Task<ProfilesHost> WithGuestAsync()
    {
        var host = new ProfilesHost(_world);
        await host.ById(Guest).TrackAsync(new TrackRequest { Events = [Some.Event(InteractionTypes.Click, Oat, id: "g1")] });
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "a1"));
        return host;
    }
}
