using System.Diagnostics;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>Finished events on their way out: the broker away, the process killed, the sweep.</summary>
public sealed class ShopperOutboxTests : IDisposable
{
    private static readonly ProductFacts Oat = Some.Product("oat", ["dairy_alternatives"], ["vegan"], "Oatly", 2.5m);

    private readonly World _world = new();

    private FakeStateStore Store => _world.Store(ProfilesHost.Id("ann"));

    public void Dispose() => _world.Dispose();

    [Fact]
    [Trait("req", "R8.5")]
    public async Task Track_InATrace_IsPublishedInTheSameTrace()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Personalization.Profiles",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = new ProfilesHost(_world);
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));

        await World.UntilAsync(() => _world.Broker.Taken.Any(e => e.EventId == "e1"), "published");
        _world.Broker.Steps.Last()!.TraceId.ShouldBe(request.TraceId);
    }

    /// <summary>While the broker is away two shoppers' events wait; back again, it takes them in one call.</summary>
    [Fact]
    [Trait("req", "R8.5")]
    public async Task Track_InSeveralTraces_IsPublishedWithALinkToEach()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Personalization.Profiles",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        _world.Broker.Away = true;
        await using var host = new ProfilesHost(_world, options => options.Publishers = 1);
        var traces = new List<ActivityTraceId>();
        foreach (var shopper in (string[])["ann", "bob", "cid"])
        {
            using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
            traces.Add(request.TraceId);
            await host.TrackAsync(shopper, Some.Event(InteractionTypes.Click, Oat, id: shopper));
        }

        _world.Broker.Away = false;
        await World.UntilAsync(() => _world.Broker.Taken.Count == traces.Count, "published");

        var several = _world.Broker.Steps.OfType<Activity>().Where(step => step.Links.Count() > 1).ToList();
        several.ShouldNotBeEmpty("they waited together");
        several.ShouldAllBe(step => !traces.Contains(step.TraceId) && step.Links.All(link => traces.Contains(link.Context.TraceId)));
    }

    [Fact]
    public async Task Track_RepeatOfWhatACrashLeftWithoutATrace_LeavesOne()
    {
        _world.Broker.Away = true;
        _world.Reminders.Away = true;
        await using (var crashed = new ProfilesHost(_world, options => options.OutboxPatience = TimeSpan.FromMilliseconds(20)))
        {
            await crashed.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        }

        _world.Reminders.Away = false;
        await using var host = new ProfilesHost(_world);
        var again = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));

        again.Results.ShouldHaveSingleItem().ShouldSatisfyAllConditions(result => result.Duplicate.ShouldBeTrue(), result => result.Durable.ShouldBeTrue());
        _world.Reminders.Armed.Keys.ShouldContain((ProfilesHost.Id("ann"), "outbox"));
    }

    /// <summary>Neither armed nor published: nothing that outlives the process would find the event, so nothing is promised.</summary>
    [Fact]
    public async Task Track_NeitherArmedNorPublished_IsNotDurableAndStillFoundByTheNextProcess()
    {
        _world.Broker.Away = true;
        _world.Reminders.Away = true;
        await using (var crashed = new ProfilesHost(_world, options => options.OutboxPatience = TimeSpan.FromMilliseconds(20)))
        {
            foreach (var duplicate in new[] { false, true })
            {
                var reply = await crashed.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
                reply.Results.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                    result => result.Accepted.ShouldBeTrue(),
                    result => result.Duplicate.ShouldBe(duplicate),
                    result => result.Durable.ShouldBeFalse());
            }
        }

        _world.Broker.Away = false;
        await using var host = new ProfilesHost(_world);
        await host.Leftovers.StartAsync(CancellationToken.None);
        await World.UntilAsync(() => _world.Broker.Taken.Any(e => e.EventId == "e1"), "published without any call of the shopper's");
    }

    [Fact]
    public async Task Track_RemindersAway_IsDurableOncePublished()
    {
        _world.Reminders.Away = true;
        await using var host = new ProfilesHost(_world);

        (await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"))).Results[0].Durable.ShouldBeTrue();
        _world.Broker.Taken.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Track_BrokerAway_KeepsUpTo256EventsThenRefuses()
    {
        await using var host = new ProfilesHost(_world);
        _world.Broker.Away = true;

        var reply = await host.TrackAsync("ann", [.. Enumerable.Range(0, 300).Select(i => Some.Event(InteractionTypes.Click, Oat, id: $"e{i}"))]);

        reply.Results.Count.ShouldBe(300);
        var accepted = reply.Results.Count(result => result.Accepted);
        accepted.ShouldBe(256);
        reply.Results.Take(accepted).ShouldAllBe(result => result.Durable);
        reply.Results[^1].Reason.ShouldBe("outbox_full");

        _world.Broker.Away = false;
        await World.UntilAsync(() => _world.Broker.Taken.Count == accepted, "all accepted are published once the broker is back");
        (await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "next"))).Results[0].Accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Track_LargeEvents_NeverMakeATransactionThatNoSidecarTakes()
    {
        await using var host = new ProfilesHost(_world, options => options.OutboxPatience = TimeSpan.FromMilliseconds(20));
        _world.Broker.Away = true;
        using var large = System.Text.Json.JsonDocument.Parse($"{{\"note\":\"{new string('я', 500_000)}\"}}");

        var results = new List<TrackResult>();
        for (var i = 0; i < 4; i++)
        {
            var sent = Some.Event(InteractionTypes.Click, Oat, id: $"e{i}") with { Raw = large.RootElement, Context = large.RootElement };
            results.AddRange((await host.TrackAsync("ann", sent)).Results);
        }

        results.Select(result => (result.Accepted, result.Durable, result.Reason)).ShouldBe([(true, true, null), .. Enumerable.Repeat((false, false, "outbox_full"), 3)]);
        host.Journal.Depth.ShouldBe(0);
        (await host.TrackAsync("bob", Some.Event(InteractionTypes.Click, Oat, id: "b"))).Results[0].Durable.ShouldBeTrue("another shopper does not feel it");

        _world.Broker.Away = false;
        await World.UntilAsync(() => _world.Broker.Taken.Count == 2, "published");
        _world.Store(ProfilesHost.Id("ann")).Away = true;
        host.Journal.TryAdd(ProfilesHost.Id("ann"), Some.Event(InteractionTypes.Click, Oat, id: "j1") with { Raw = large.RootElement, Context = large.RootElement });
        host.Journal.TryAdd(ProfilesHost.Id("ann"), Some.Event(InteractionTypes.Click, Oat, id: "j2") with { Raw = large.RootElement, Context = large.RootElement });
        _world.Store(ProfilesHost.Id("ann")).Away = false;
        await host.Replay.ReplayAllAsync(CancellationToken.None);
        await World.UntilAsync(() => _world.Broker.Taken.Count == 4, "the journal is replayed in transactions that fit");
    }

    [Fact]
    public async Task Track_AThousandEventsOfOneShopper_AreAllTakenWhileTheBrokerIs()
    {
        await using var host = new ProfilesHost(_world);

        var reply = await host.TrackAsync("ann", [.. Enumerable.Range(0, 1000).Select(i => Some.Event(InteractionTypes.Click, Oat, id: $"e{i}"))]);

        reply.Results.Count.ShouldBe(1000);
        reply.Results.ShouldAllBe(result => result.Accepted && result.Durable);
        await World.UntilAsync(() => _world.Broker.Taken.Count == 1000, "all published, each once");
    }

    [Fact]
    public async Task Read_AfterACrashBeforePublishing_PublishesWhatWasLeft()
    {
        _world.Broker.Away = true;
        await using (var crashed = new ProfilesHost(_world))
        {
            await crashed.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        }

        _world.Broker.Away = false;
        await using var host = new ProfilesHost(_world);
        await host.ReadAsync("ann");

        await World.UntilAsync(() => _world.Broker.Taken.Any(e => e.EventId == "e1"), "published at activation");
    }

    [Fact]
    public async Task Sweep_AfterACrashWithoutAnyCall_PublishesAndDisarms()
    {
        _world.Broker.Away = true;
        await using (var crashed = new ProfilesHost(_world))
        {
            await crashed.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        }

        var armed = _world.Reminders.Armed.Keys.ShouldHaveSingleItem();
        _world.Broker.Away = false;
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var host = new ProfilesHost(_world, options => options.OutboxPatienceWhenAway = TimeSpan.FromMinutes(1));
        await host.ById(armed.Actor).ReceiveReminderAsync(armed.Name, [], TimeSpan.Zero, TimeSpan.Zero);

        _world.Broker.Taken.Select(e => e.EventId).ShouldBe(["e1"]);
        Store.Outbox.ShouldBeEmpty();
        _world.Reminders.Armed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_AfterACrash_LooksAtOnceAfterWhatWasArmed()
    {
        _world.Broker.Away = true;
        await using (var crashed = new ProfilesHost(_world))
        {
            await crashed.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        }

        _world.Broker.Away = false;
        await using var host = new ProfilesHost(_world);
        await host.Leftovers.StartAsync(CancellationToken.None);

        await World.UntilAsync(() => _world.Broker.Taken.Any(e => e.EventId == "e1"), "published without any call");
    }

    [Fact]
    public async Task Sweep_BrokerTakesNothing_ComesAgainAndHoldsNobodyUp()
    {
        _world.Broker.Away = true;
        await using var host = new ProfilesHost(_world, options => options.OutboxPatienceWhenAway = TimeSpan.Zero);
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        _world.Clock.Advance(TimeSpan.FromMinutes(1));

        await host.Actor("ann").ReceiveReminderAsync("outbox", [], TimeSpan.Zero, TimeSpan.Zero);

        _world.Reminders.Armed.Count.ShouldBe(1);
        Store.Outbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Sweep_WhileTheShopperIsActive_StaysArmed()
    {
        await using var host = new ProfilesHost(_world);
        _world.Broker.Away = true;
        await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));
        _world.Broker.Away = false;
        await World.UntilAsync(() => _world.Broker.Taken.Count == 1, "published");

        await host.Actor("ann").ReceiveReminderAsync("outbox", [], TimeSpan.Zero, TimeSpan.Zero);

        _world.Reminders.Armed.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Track_BrokerAway_ArmsOnce()
    {
        await using var host = new ProfilesHost(_world);
        _world.Broker.Away = true;

        for (var i = 0; i < 20; i++)
        {
            (await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: $"e{i}"))).Results[0].Durable.ShouldBeTrue();
        }

        _world.Reminders.Registrations.ShouldBe(1);
    }

    /// <summary>It neither takes nor refuses: the reminder outlives this process, and the broker is waited for only once.</summary>
    [Fact]
    public async Task Track_BrokerHangs_IsArmedAndDurable()
    {
        await using var host = new ProfilesHost(_world, options => options.PublishPatience = TimeSpan.FromMilliseconds(20));
        _world.Broker.Hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        foreach (var shopper in (string[])["ann", "bob"])
        {
            (await host.TrackAsync(shopper, Some.Event(InteractionTypes.Click, Oat, id: shopper))).Results[0].Durable.ShouldBeTrue();
        }

        _world.Broker.Taken.ShouldBeEmpty();
        _world.Reminders.Armed.Count.ShouldBe(2);
        _world.Broker.Hangs.SetResult();
        await World.UntilAsync(() => _world.Broker.Taken.Count == 2, "published");
    }

    [Fact]
    public async Task Track_BrokerTakesEvents_IsPublishedBeforeTheAnswerAndArmsNothing()
    {
        await using var host = new ProfilesHost(_world, options => options.PublishPatience = TimeSpan.FromMinutes(1));

        for (var i = 1; i <= 20; i++)
        {
            await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: $"e{i}"));
            _world.Broker.Taken.Count.ShouldBe(i);
        }

        _world.Reminders.Registrations.ShouldBe(0);
    }
}
