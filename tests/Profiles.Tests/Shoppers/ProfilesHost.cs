using System.Collections.Concurrent;
using Dapr.Actors;
using Dapr.Actors.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Naming;
using Personalization.Hosting.Defaults;
using Personalization.Profiles.Api;
using Personalization.Profiles.Api.Changes;
using Personalization.Profiles.Api.Journal;
using Personalization.Profiles.Api.Merging;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Api.Rules;
using Personalization.Profiles.Api.Shoppers;
using Personalization.Profiles.Api.Telemetry;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>One life of the profiles process, over stores and a broker that outlive it. Calls to an actor are turns.</summary>
internal sealed class ProfilesHost : IShopperCalls, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ShopperActor> _active = new(StringComparer.Ordinal);
    private readonly ProfilesInstruments _instruments = new();
    private readonly OutboxPublisher _publisher;
    private readonly ArmedHints _hints;
    private readonly ShopperServices _services;
    private readonly StoreGate _gate;

    public ProfilesHost(World world, Action<ProfilesOptions>? configure = null)
    {
        World = world;
        var options = new ProfilesOptions { OutboxPatience = TimeSpan.FromSeconds(10), OutboxPatienceWhenAway = TimeSpan.FromMilliseconds(20) };
        configure?.Invoke(options);
        var wrapped = Options.Create(options);
        Journal = new InteractionJournal(wrapped);
        _publisher = new OutboxPublisher(world.Broker, _instruments, wrapped, world.Clock, NullLogger<OutboxPublisher>.Instance);
        Announcer = new ChangeAnnouncer(Changes, _instruments, world.Clock, NullLogger<ChangeAnnouncer>.Instance);
        Merges = new PendingMerges();
        _hints = new ArmedHints(new ServiceEnvironment { AppId = AppIds.Profiles, AppPort = 0, DataDirectory = world.DataDirectory }, NullLogger<ArmedHints>.Instance);
        Leftovers = new LeftoverSweep(_hints, this, world.Clock, NullLogger<LeftoverSweep>.Instance);
        Rules = new LearningRulesSource();
        var gate = _gate = new StoreGate(world, wrapped, world.Clock);
        Tidying = new OutboxTidying(this, wrapped, world.Clock);
        _services = new ShopperServices(Rules, Journal, _publisher, Tidying, Announcer, gate, Merges, _hints, HostIncarnation.Fresh(), _instruments, wrapped, world.Clock);
        Coordinator = new MergeCoordinator(this, _instruments);
        Replay = new JournalReplay(Journal, this, gate, wrapped, world.Clock, NullLogger<JournalReplay>.Instance);
        _publisher.StartAsync(CancellationToken.None);
        Announcer.StartAsync(CancellationToken.None);
    }

    public World World { get; }

    public InteractionJournal Journal { get; }

    public ProfilesInstruments Instruments => _instruments;

    /// <summary>What replicas were told.</summary>
    public FakeBroadcast Changes { get; } = new();

    public ChangeAnnouncer Announcer { get; }

    public PendingMerges Merges { get; }

    public LearningRulesSource Rules { get; }

    public MergeCoordinator Coordinator { get; }

    public JournalReplay Replay { get; }

    public LeftoverSweep Leftovers { get; }

    public OutboxTidying Tidying { get; }

    /// <summary>Requests that this host itself sent to its actors.</summary>
    public ConcurrentQueue<TrackRequest> Forwarded { get; } = new();

    public static string Id(string shopper, ShopperKind kind = ShopperKind.Known) => new ShopperKey(StoreId.Main, kind, shopper).ActorId;

    public ShopperActor Actor(string shopper) => ById(Id(shopper));

    public ShopperActor ById(string actorId) => _active.GetOrAdd(actorId, id =>
    {
        var host = ActorHost.CreateForTest<ShopperActor>(new ActorTestOptions { ActorId = new ActorId(id), TimerManager = World.Reminders });
        return new ShopperActor(host, _services) { States = new FakeStateManager(World.Store(id)) };
    });

    public Task<TrackReply> TrackAsync(string shopper, params Interaction[] events) => Actor(shopper).TrackAsync(new TrackRequest { Events = events });

    public Task<ShopperContext> ReadAsync(string shopper, string? minVersion = null) => Actor(shopper).GetContextAsync(new ContextRequest { MinVersion = minVersion });

    /// <summary>The host looks whether the store is back, as it does every now and then.</summary>
    public async Task ProbeStoreAsync()
    {
        await _gate.Loads.ProbeAsync();
        await _gate.Saves.ProbeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        await _publisher.StopAsync(CancellationToken.None);
        _publisher.Dispose();
        await Announcer.StopAsync(CancellationToken.None);
        Announcer.Dispose();
        Tidying.Dispose();
        _hints.Dispose();
        _instruments.Dispose();
    }

    Task<TrackReply> IShopperCalls.TrackAsync(string actorId, TrackRequest request, CancellationToken cancellationToken)
    {
        Forwarded.Enqueue(request);
        return ById(actorId).TrackAsync(request);
    }

    Task<ReplayReply> IShopperCalls.ReplayAsync(string actorId, CancellationToken cancellationToken) => ById(actorId).ReplayAsync();

    Task IShopperCalls.PublishLeftoversAsync(string actorId, CancellationToken cancellationToken) => ById(actorId).PublishLeftoversAsync();

    Task<bool> IShopperCalls.TidyAsync(string actorId, CancellationToken cancellationToken) => ById(actorId).TidyAsync();

    Task IShopperCalls.RehearseAsync(string actorId, CancellationToken cancellationToken) => ById(actorId).RehearseAsync();

    Task<MergeFooting> IShopperCalls.ProbeMergeAsync(string actorId, MergeProbe probe, CancellationToken cancellationToken) => ById(actorId).ProbeMergeAsync(probe);

    Task<MergeFooting> IShopperCalls.ClaimMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) => ById(actorId).ClaimMergeAsync(step);

    Task IShopperCalls.ReleaseMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) => ById(actorId).ReleaseMergeAsync(step);

    Task<MergeOffer> IShopperCalls.OfferMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) => ById(actorId).OfferMergeAsync(step);

    Task<AbsorbReply> IShopperCalls.AbsorbAsync(string actorId, MergeOffer offer, CancellationToken cancellationToken) => ById(actorId).AbsorbAsync(offer);

    Task IShopperCalls.ConfirmMergeAsync(string actorId, MergeStep step, CancellationToken cancellationToken) => ById(actorId).ConfirmMergeAsync(step);
}
