using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>What "acknowledged" means, and what happens when a part is away.</summary>
public sealed class ShopperActorTests : IDisposable
{
    private static readonly ProductFacts Oat = Some.Product("oat", ["dairy_alternatives"], ["vegan"], "Oatly", 2.5m);

    private readonly World _world = new();

    private FakeStateStore Store => _world.Store(ProfilesHost.Id("ann"));

    public void Dispose() => _world.Dispose();

    [Fact]
    [Trait("req", "R1.1")]
    public async Task Track_OneEvent_CommitsEffectAndEventInOneTransactionAndPublishes()
    {
        await using var host = new ProfilesHost(_world);

        var reply = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));

        var result = reply.Results.ShouldHaveSingleItem();
        (result.Accepted, result.Durable, result.Duplicate, result.PreferencesChanged).ShouldBe((true, true, false, true));
        Store.Saves.ShouldBe(1);
        Store.Keys.Keys.ShouldBe([StateKeys.Shopper]);
        Store.Outbox.ShouldHaveSingleItem().EventId.ShouldBe("e1");
        await World.UntilAsync(() => _world.Broker.Taken.Count == 1, "published");
        var published = _world.Broker.Taken.Single();
        (published.Kind, published.Strength, published.Version).ShouldBe(("browse.click_product", 0.2, reply.Version));
        (await host.ReadAsync("ann", reply.Version)).Categories["dairy_alternatives"].Score.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Track_NextEvent_RemovesThePublishedEntryInItsOwnSave()
    {
        await using var host = new ProfilesHost(_world);
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        await World.UntilAsync(() => _world.Broker.Taken.Count == 1, "confirmed");
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e2"));

        Store.Saves.ShouldBe(2);
        Store.Outbox.Select(entry => entry.EventId).ShouldContain("e2");
    }

    [Fact]
    [Trait("req", "R1.3")]
    public async Task Track_SameEventIdAgain_ChangesNothingAndSaysDurable()
    {
        await using var host = new ProfilesHost(_world);
        var first = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));

        var again = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));

        var result = again.Results.ShouldHaveSingleItem();
        (result.Accepted, result.Durable, result.Duplicate, result.PreferencesChanged).ShouldBe((true, true, true, false));
        again.Version.ShouldBe(first.Version);
        Store.Saves.ShouldBe(1);
    }

    [Fact]
    public async Task Track_AfterARestart_StillKnowsTheEventsBefore()
    {
        await using (var before = new ProfilesHost(_world))
        {
            await before.TrackAsync("ann", [.. Enumerable.Range(0, 300).Select(i => Some.Event(InteractionTypes.Click, Oat, id: $"e{i}"))]);
        }

        await using var after = new ProfilesHost(_world);
        var reply = await after.TrackAsync("ann", [.. Enumerable.Range(0, 301).Select(i => Some.Event(InteractionTypes.Click, Oat, id: $"e{i}"))]);

        reply.Results.Count(result => result.Duplicate).ShouldBe(300);
        (await after.ReadAsync("ann")).Events.ShouldBe(301);
    }

    [Fact]
    [Trait("req", "R2.4")]
    public async Task Track_StoreAway_LearnsInMemoryAndNeverSaysDurable()
    {
        await using var host = new ProfilesHost(_world);
        Store.Away = true;

        var reply = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));

        var result = reply.Results.ShouldHaveSingleItem();
        (result.Accepted, result.Durable).ShouldBe((true, false));
        var seen = await host.ReadAsync("ann", reply.Version);
        seen.Categories.Keys.ShouldContain("dairy_alternatives");
        (seen.Degraded, seen.Reason).ShouldBe((true, Reasons.StateUnavailable));
        _world.Broker.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Track_RepeatOfAJournaledEvent_ReportsTheDurabilityOfTheFirst()
    {
        await using var host = new ProfilesHost(_world);
        Store.Away = true;
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));

        var again = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));

        var result = again.Results.ShouldHaveSingleItem();
        (result.Duplicate, result.Durable).ShouldBe((true, false));
        host.Journal.Depth.ShouldBe(1);
    }

    [Fact]
    [Trait("req", "R2.4")]
    public async Task Replay_StoreIsBack_CommitsOverTheStoredStateOnce()
    {
        await using var host = new ProfilesHost(_world);
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e0"));
        Store.Away = true;
        var journaled = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"), Some.Event(InteractionTypes.Click, Oat, id: "e2"));
        Store.Away = false;
        await host.ProbeStoreAsync();

        await host.Replay.ReplayAllAsync(CancellationToken.None);

        host.Journal.Depth.ShouldBe(0);
        var seen = await host.ReadAsync("ann", journaled.Version);
        (seen.Events, seen.Degraded).ShouldBe((3, false));
        await World.UntilAsync(() => _world.Broker.Taken.Select(e => e.EventId).Distinct().Count() == 3, "all three published");
    }

    [Fact]
    public async Task Replay_OneShoppersOutboxIsFull_CommitsThoseOfOthers()
    {
        await using var host = new ProfilesHost(_world, options => (options.OutboxCapacity, options.OutboxPatience) = (2, TimeSpan.FromMilliseconds(20)));
        _world.Broker.Away = true;
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "a1"), Some.Event(InteractionTypes.Click, Oat, id: "a2"));
        Store.Away = true;
        _world.Store(ProfilesHost.Id("bob")).Away = true;
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "a3"));
        host.Journal.Depth.ShouldBe(0, "a full outbox refuses");
        host.Journal.TryAdd(ProfilesHost.Id("ann"), Some.Event(InteractionTypes.Click, Oat, id: "a3")).ShouldBeTrue();
        await host.TrackAsync("bob", Some.Event(InteractionTypes.Click, Oat, id: "b1"));
        Store.Away = false;
        _world.Store(ProfilesHost.Id("bob")).Away = false;
        await host.ProbeStoreAsync();

        await host.Replay.ReplayAllAsync(CancellationToken.None);

        host.Journal.Actors().ShouldBe([ProfilesHost.Id("ann")]);
    }

    [Fact]
    public async Task Track_JournalFullOfLargeEvents_Refuses()
    {
        await using var host = new ProfilesHost(_world, options => options.JournalBytes = 10_000);
        Store.Away = true;
        using var large = System.Text.Json.JsonDocument.Parse($"\"{new string('a', 9_500)}\"");
        Interaction[] events = [.. Enumerable.Range(0, 2).Select(i => Some.Event(InteractionTypes.Click, Oat, id: $"e{i}") with { Raw = large.RootElement })];

        var reply = await host.TrackAsync("ann", events);
        host.Journal.Remove(ProfilesHost.Id("ann"), host.Journal.Last);
        var again = await host.TrackAsync("ann", events[1]);

        reply.Results.Select(result => result.Accepted).ShouldBe([true, false]);
        again.Results.ShouldHaveSingleItem().Accepted.ShouldBeTrue("room came back");
    }

    [Fact]
    public async Task Read_StateOfOneShopperIsUnreadable_LeavesTheOthersAlone()
    {
        await using var host = new ProfilesHost(_world);
        Store.Keys[StateKeys.Shopper] = "\"/w==\""u8.ToArray();

        var ann = await host.ReadAsync("ann");
        var bob = await host.ReadAsync("bob");

        (ann.Degraded, ann.Reason).ShouldBe((true, Reasons.StateUnavailable));
        bob.Degraded.ShouldBeFalse();
    }

    [Fact]
    public async Task Track_StoreIsBack_CommitsTheJournalBeforeTheNewEvent()
    {
        await using var host = new ProfilesHost(_world);
        Store.Away = true;
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        Store.Away = false;
        await host.ProbeStoreAsync();

        var reply = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e2"));

        reply.Results.ShouldHaveSingleItem().Durable.ShouldBeTrue();
        host.Journal.Depth.ShouldBe(0);
        (await host.ReadAsync("ann")).Events.ShouldBe(2);
    }

    [Fact]
    public async Task Track_SaveTimesOutButCommitted_IsLearnedOnce()
    {
        await using var host = new ProfilesHost(_world);
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e0"));
        Store.CommitsButFails = true;
        var unsure = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        await host.ProbeStoreAsync();

        await host.Replay.ReplayAllAsync(CancellationToken.None);

        unsure.Results.ShouldHaveSingleItem().Durable.ShouldBeFalse();
        (await host.ReadAsync("ann")).Events.ShouldBe(2);
        host.Journal.Depth.ShouldBe(0);
        await World.UntilAsync(() => _world.Broker.Taken.Any(e => e.EventId == "e1"), "what was committed is published");
    }

    [Fact]
    public async Task Read_VersionOfALostHost_SaysVersionLost()
    {
        Store.Away = true;
        string? version;
        await using (var gone = new ProfilesHost(_world))
        {
            version = (await gone.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"))).Version;
        }

        Store.Away = false;
        await using var host = new ProfilesHost(_world);
        var seen = await host.ReadAsync("ann", version);

        (seen.Degraded, seen.Reason).ShouldBe((true, Reasons.VersionLost));
    }

    [Fact]
    public async Task Read_VersionThatWasReplayedBeforeTheHostWent_IsReached()
    {
        string? version;
        await using (var gone = new ProfilesHost(_world))
        {
            Store.Away = true;
            version = (await gone.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"))).Version;
            Store.Away = false;
            await gone.ProbeStoreAsync();
            await gone.Replay.ReplayAllAsync(CancellationToken.None);
        }

        await using var host = new ProfilesHost(_world);
        (await host.ReadAsync("ann", version)).Degraded.ShouldBeFalse();
    }

    [Fact]
    public async Task Read_VersionNotReached_IsMarked()
    {
        await using var host = new ProfilesHost(_world);
        var version = (await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"))).Version!;

        var seen = await host.ReadAsync("ann", version.Replace("-1", "-9"));

        (seen.Degraded, seen.Reason).ShouldBe((true, Reasons.VersionNotReached));
    }

    [Fact]
    public async Task Track_JournalFull_Refuses()
    {
        await using var host = new ProfilesHost(_world, options => options.JournalPerShopper = 2);
        Store.Away = true;

        var reply = await host.TrackAsync("ann", [.. Enumerable.Range(0, 3).Select(i => Some.Event(InteractionTypes.Click, Oat, id: $"e{i}"))]);

        reply.Results.Select(result => result.Accepted).ShouldBe([true, true, false]);
        (reply.Results[2].Reason, reply.Results[2].RetryAfterSeconds).ShouldBe(("journal_full", 1));
    }

    [Fact]
    [Trait("req", "R2.5")]
    public async Task PutSwitches_Off_StopsUseNotLearning()
    {
        await using var host = new ProfilesHost(_world);
        await host.Actor("ann").PutSwitchesAsync(new SwitchesPatch { Features = new Dictionary<string, bool> { [FeatureNames.Suggestions] = false } });
        var off = await host.Actor("ann").PutSwitchesAsync(new SwitchesPatch { Enabled = false });

        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));

        var seen = await host.ReadAsync("ann", off.Version);
        seen.Switches.IsOn(FeatureNames.SmartRanking).ShouldBeFalse();
        seen.Switches.Features[FeatureNames.Suggestions].ShouldBeFalse();
        seen.Switches.Features[FeatureNames.SmartRanking].ShouldBeTrue();
        seen.Categories.Keys.ShouldContain("dairy_alternatives");
    }

    [Fact]
    [Trait("req", "R2.5")]
    public async Task PutSwitches_AndPages_TellTheAdoptionOfEachFeature()
    {
        await using var host = new ProfilesHost(_world);
        var counts = new Dictionary<string, long>();
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter, host.Instruments.Meter))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var name = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}".Trim();
            counts[name] = counts.GetValueOrDefault(name) + value;
        });
        listener.Start();

        await host.Actor("ann").PutSwitchesAsync(new SwitchesPatch { Features = new Dictionary<string, bool> { [FeatureNames.Suggestions] = false } });
        await host.ReadAsync("ann");
        await host.ReadAsync("bob");

        counts["profiles_switch_changes_total suggestions off"].ShouldBe(1);
        counts["profiles_contexts_total"].ShouldBe(2);
        counts["profiles_features_off_total suggestions"].ShouldBe(1);
        counts.Keys.ShouldNotContain("profiles_features_off_total smart_ranking");
    }

    [Fact]
    public async Task PutSwitches_SameIdempotencyKey_RepeatsOrConflicts()
    {
        await using var host = new ProfilesHost(_world);
        var patch = new SwitchesPatch { Enabled = false, IdempotencyKey = "k" };

        var first = await host.Actor("ann").PutSwitchesAsync(patch);
        var repeat = await host.Actor("ann").PutSwitchesAsync(patch);
        var other = await host.Actor("ann").PutSwitchesAsync(patch with { Enabled = true });
        _world.Clock.Advance(TimeSpan.FromHours(25));
        var nextDay = await host.Actor("ann").PutSwitchesAsync(patch with { Enabled = true });

        (repeat.Conflict, repeat.Version).ShouldBe((false, first.Version));
        (other.Conflict, other.Switches!.Enabled).ShouldBe((true, false));
        (nextDay.Conflict, nextDay.Switches!.Enabled).ShouldBe((false, true));
    }

    [Fact]
    [Trait("req", "R2.8")]
    public async Task PutCart_OtherVersion_IsAConflict()
    {
        await using var host = new ProfilesHost(_world);
        var put = new CartPut { Items = [new CartItem("oat", 2, Some.Day)], IfMatch = "c0" };

        var first = await host.Actor("ann").PutCartAsync(put);
        var second = await host.Actor("ann").PutCartAsync(put);

        first.Cart!.Version.ShouldBe("c1");
        second.Conflict.ShouldBeTrue();
        second.Cart!.Items.ShouldHaveSingleItem().Quantity.ShouldBe(2);
    }

    [Fact]
    public async Task GetCart_VersionNotReached_SaysSoAndShowsTheCart()
    {
        await using var host = new ProfilesHost(_world);
        var put = await host.Actor("ann").PutCartAsync(new CartPut { Items = [new CartItem("oat", 2, Some.Day)] });
        var version = (await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"))).Version!;

        foreach (var (demanded, reason) in new[] { (version, null), (version.Replace("-2", "-9"), Reasons.VersionNotReached), (put.Cart!.Version, null), ("c9", Reasons.VersionNotReached) })
        {
            var cart = (await host.Actor("ann").GetCartAsync(new ContextRequest { MinVersion = demanded })).Cart!;
            (cart.Degraded, cart.Reason).ShouldBe((reason is null ? null : true, reason), demanded);
            cart.Items.ShouldHaveSingleItem().Quantity.ShouldBe(2);
        }
    }

    [Fact]
    public async Task GetTracked_VersionNotReached_SaysThatItMayNotBeAll()
    {
        await using var host = new ProfilesHost(_world);
        var version = (await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"))).Version!;

        (await host.Actor("ann").GetTrackedAsync(new ContextRequest { MinVersion = version })).Reason.ShouldBeNull();
        var behind = await host.Actor("ann").GetTrackedAsync(new ContextRequest { MinVersion = version.Replace("-1", "-9") });
        behind.Reason.ShouldBe(Reasons.VersionNotReached);
        behind.Held!.Value.GetProperty(StateKeys.Sessions).GetArrayLength().ShouldBe(1, "what only turns load is shown all the same");
    }

    [Fact]
    public async Task GetTracked_AfterEvents_ShowsEveryKey()
    {
        await using var host = new ProfilesHost(_world);
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Purchase, Oat, id: "e1") with { Quantity = 2 });

        var tracked = await host.Actor("ann").GetTrackedAsync(new ContextRequest());

        var held = tracked.Held!.Value;
        held.GetProperty(StateKeys.Orders)[0].GetProperty("quantity").GetDouble().ShouldBe(2);
        foreach (var key in StateKeys.OfTurns.Concat(StateKeys.OfReads).Except([StateKeys.Interests]).Append(StateKeys.Preferences).Append("seen"))
        {
            held.TryGetProperty(key, out _).ShouldBeTrue(key);
        }
    }
}
