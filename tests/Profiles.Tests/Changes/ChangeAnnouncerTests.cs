using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Profiles.Api.Changes;
using Personalization.Profiles.Api.Telemetry;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Tests.Shoppers;

namespace Personalization.Profiles.Tests.Changes;

/// <summary>Live pages hear of what was committed, at a bounded cost.</summary>
[Trait("req", "R9.1")]
public sealed class ChangeAnnouncerTests : IDisposable
{
    private static readonly ProductFacts Oat = Some.Product("oat", ["dairy_alternatives"], ["vegan"], "Oatly", 2.5m);

    private readonly World _world = new();
    private readonly FakeBroadcast _broadcast = new();
    private readonly ProfilesInstruments _instruments = new();

    public void Dispose()
    {
        _world.Dispose();
        _instruments.Dispose();
    }

    [Fact]
    public async Task Track_PreferencesChange_TellsTheVersionOfTheAnswer()
    {
        await using var host = new ProfilesHost(_world);

        var reply = await host.TrackAsync("ann", Some.Event(InteractionTypes.Click, Oat, id: "e1"));

        await World.UntilAsync(() => host.Changes.Changes.Any(), "told");
        host.Changes.Changes.ShouldBe([new PreferencesChange(ProfilesHost.Id("ann"), reply.Version!)]);
    }

    [Fact]
    public async Task Track_NothingChanges_TellsNothing()
    {
        await using var host = new ProfilesHost(_world);

        await host.TrackAsync("ann", Some.Event(InteractionTypes.PageView, Oat, id: "e1"));
        await host.TrackAsync("bob", Some.Event(InteractionTypes.Click, Oat, id: "e2"));
        await host.TrackAsync("bob", Some.Event(InteractionTypes.Click, Oat, id: "e2"));

        await World.UntilAsync(() => host.Changes.Changes.Any(), "told of bob");
        await Task.Delay(2 * ChangeAnnouncer.Gap);
        host.Changes.Changes.ShouldHaveSingleItem().Shopper.ShouldBe(ProfilesHost.Id("bob"));
    }

    [Fact]
    public async Task PutSwitches_Kept_TellsTheOtherPages()
    {
        await using var host = new ProfilesHost(_world);

        var reply = await host.Actor("ann").PutSwitchesAsync(new SwitchesPatch { Enabled = false });

        await World.UntilAsync(() => host.Changes.Changes.Any(), "told");
        host.Changes.Changes.ShouldBe([new PreferencesChange(ProfilesHost.Id("ann"), reply.Version!)]);
    }

    [Fact]
    public async Task Changed_WhileAMessageIsUnderWay_GoesTogetherAndNewestOnly()
    {
        using var announcer = Announcer();
        var broker = new TaskCompletionSource();
        _broadcast.Before = broker.Task;
        await announcer.StartAsync(CancellationToken.None);

        announcer.Changed("first", "1");
        await World.UntilAsync(() => !announcer.IsWaiting, "the first is under way");
        for (var version = 1; version <= 1_000; version++)
        {
            announcer.Changed("ann", $"{version}");
            announcer.Changed("bob", $"{version}");
        }

        broker.SetResult();
        await World.UntilAsync(() => _broadcast.Messages.Count == 2, "two messages");
        await announcer.StopAsync(CancellationToken.None);
        _broadcast.Messages.Last().ShouldBe([new PreferencesChange("ann", "1000"), new PreferencesChange("bob", "1000")], ignoreOrder: true);
    }

    [Fact]
    public async Task Changed_BrokerIsAway_IsToldWhenItIsBack_UnlessNewerIsKnown()
    {
        using var announcer = Announcer();
        var broker = new TaskCompletionSource();
        _broadcast.Before = broker.Task;
        announcer.Changed("ann", "1");
        announcer.Changed("bob", "1");
        await announcer.StartAsync(CancellationToken.None);
        await World.UntilAsync(() => !announcer.IsWaiting, "both are under way");

        announcer.Changed("ann", "2");
        _broadcast.Before = Task.CompletedTask;
        broker.SetException(new HttpRequestException("away"));

        await World.UntilAsync(() => _broadcast.Changes.Count() >= 2, "told");
        await announcer.StopAsync(CancellationToken.None);
        _broadcast.Changes.ShouldBe([new PreferencesChange("ann", "2"), new PreferencesChange("bob", "1")], ignoreOrder: true);
    }

    [Fact]
    public void Changed_TooManyShoppersWait_LeavesOutTheRest()
    {
        using var announcer = Announcer();

        for (var shopper = 0; shopper < ChangeAnnouncer.MostWaiting + 5; shopper++)
        {
            announcer.Changed($"s{shopper}", "1");
        }

        announcer.Waiting.ShouldBe(ChangeAnnouncer.MostWaiting);
    }

    private ChangeAnnouncer Announcer() => new(_broadcast, _instruments, TimeProvider.System, NullLogger<ChangeAnnouncer>.Instance);
}
