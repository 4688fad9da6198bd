using System.Collections.Immutable;
using Dapr.Actors.Runtime;
using Personalization.Abstractions.Identity;
using Personalization.Profiles.Api.Journal;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.Purchases;
using Personalization.Profiles.Reading;
using Personalization.Profiles.State;
using Personalization.Profiles.Turns;
using Personalization.Profiles.Versions;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>One shopper. Loads once, decides by pure functions, commits in one transaction, publishes after the commit.</summary>
[Actor(TypeName = ShopperActorType.Name)]
internal sealed partial class ShopperActor : Actor, IShopperActor, IShopperUpkeep, IRemindable
{
    private const string SweepReminder = "outbox";

    /// <summary>A large request is committed in slices, so that each fits the outbox and one transaction.</summary>
    private const int SliceSize = 128;

    private const int RetrySoon = 1;

    private readonly ShopperServices _services;
    private readonly ShopperVault _vault;
    private readonly ShopperKey _key;
    private readonly string _id;
    private bool _armed;
    private bool _tidying;
    private DateTimeOffset _lastTracked;

    public ShopperActor(ActorHost host, ShopperServices services)
        : base(host)
    {
        _services = services;
        _id = host.Id.GetId();
        _key = ShopperKey.FromActorId(_id);
        _vault = new ShopperVault(() => StateManager, services.Gate, services.Instruments, Logger);
    }

    private DateTimeOffset Now => _services.Clock.GetUtcNow();

    private LearningRules Rules => _services.Rules.Current;

    /// <summary>For tests: the seam the SDK offers for a state manager of one's own.</summary>
    internal IActorStateManager States
    {
        set => StateManager = value;
    }

    public async Task<TrackReply> TrackAsync(TrackRequest request)
    {
        var started = _services.Clock.GetTimestamp();
        var reply = await CommitEventsAsync(request.Events);
        for (var i = 0; i < reply.Results.Count; i++)
        {
            _services.Instruments.Event(request.Events[i].Type, OutcomeOf(reply.Results[i]));
        }

        _services.Instruments.Turn("track", _services.Clock.GetElapsedTime(started));
        return reply;
    }

    public async Task<ShopperContext> GetContextAsync(ContextRequest request)
    {
        var started = _services.Clock.GetTimestamp();
        var seen = await SeeAsync(request.MinVersion);
        var context = seen.MovedTo is { } target
            ? new ShopperContext { MovedTo = target }
            : PreferenceEngine.Read(seen.State, Now, Rules.Options) with
            {
                Version = seen.Version,
                Degraded = seen.Reason is not null,
                Reason = seen.Reason,
                Orders = request.Orders ? PastOrders.Of(seen.State.Orders) : [],
            };
        if (seen.MovedTo is null)
        {
            _services.Instruments.Context(context.Switches);
        }

        _services.Instruments.Turn("context", _services.Clock.GetElapsedTime(started));
        return context;
    }

    public async Task<PreferencesReply> GetPreferencesAsync(ContextRequest request)
    {
        var context = await GetContextAsync(request);
        return context.MovedTo is { } target
            ? new PreferencesReply { MovedTo = target }
            : new PreferencesReply { Preferences = LivePreferencesReader.From(context) };
    }

    public async Task<TrackedReply> GetTrackedAsync(ContextRequest request)
    {
        var seen = await SeeAsync(request.MinVersion, whole: true);
        return seen.MovedTo is { } target
            ? new TrackedReply { MovedTo = target }
            : new TrackedReply { Held = TrackedView.Of(seen.State, Now, Rules.Options), Version = seen.Version, Reason = seen.Reason };
    }

    public async Task<ReplayReply> ReplayAsync()
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return new ReplayReply(false);
        }

        if (Alias() is { } target)
        {
            return new ReplayReply(true, target);
        }

        await CommitEventsAsync([]);
        return new ReplayReply(_services.Journal.Pending(_id).IsEmpty);
    }

    public async Task PublishLeftoversAsync()
    {
        if (!await _vault.TryOpenAsync(forTurn: false))
        {
            throw new InvalidOperationException("The state store is away.");
        }

        PublishWaiting();
        if (!_vault.OutboxIsStored)
        {
            _services.Hints.Remove(_id);
        }
    }

    public async Task<bool> TidyAsync()
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return false;
        }

        PublishWaiting();
        if (_armed)
        {
            // The sweep will do it.
            _tidying = false;
            return true;
        }

        if (Now - _lastTracked < _services.Options.Value.SweepQuiet || _vault.Outbox.Count > 0 || (_vault.OutboxIsStale && !await _vault.TryCommitAsync(_vault.State, [])))
        {
            return false;
        }

        _tidying = false;
        _services.Hints.Remove(_id);
        return true;
    }

    public async Task RehearseAsync()
    {
        await SeeAsync(null);
        await StateManager.SetStateAsync(nameof(RehearseAsync), Array.Empty<byte>());
        await StateManager.SaveStateAsync();
        await StateManager.TryRemoveStateAsync(nameof(RehearseAsync));
        await StateManager.SaveStateAsync();
        await RegisterReminderAsync(SweepReminder, null, _services.Options.Value.SweepDue, _services.Options.Value.SweepPeriod);
        await UnregisterReminderAsync(SweepReminder);
    }

    /// <summary>The sweep: publishes what a crash left, empties the stored outbox, and disarms itself once the shopper is quiet.</summary>
    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return;
        }

        if (reminderName == MergeReminder)
        {
            await ResumeMergesAsync();
            return;
        }

        _armed = true;
        PublishWaiting();

        // Whoever asks for this shopper waits behind the sweep: it takes no longer than an answer may, and comes again.
        var published = await _vault.Outbox.WaitBelowAsync(1, _services.Options.Value.OutboxPatienceWhenAway, _services.Clock);
        var quiet = Now - _lastTracked >= _services.Options.Value.SweepQuiet;
        _services.Instruments.Swept(published ? quiet ? "disarmed" : "active" : "waiting");
        if (!published || !quiet || (_vault.OutboxIsStale && !await _vault.TryCommitAsync(_vault.State, [])))
        {
            return;
        }

        await UnregisterReminderAsync(SweepReminder);
        _services.Hints.Remove(_id);
        _armed = false;
        _tidying = false;
    }

    private static string OutcomeOf(TrackResult result) => !result.Accepted ? "refused" : result.Duplicate ? "duplicate" : result.Durable ? "durable" : "journaled";

    /// <summary>Commits the journal's entries, then the given events, and answers for the latter.</summary>
    private async Task<TrackReply> CommitEventsAsync(IReadOnlyList<Interaction> events)
    {
        if (!await _vault.TryOpenAsync(forTurn: true))
        {
            return JournalEvents([], events);
        }

        if (Alias() is { } target)
        {
            return new TrackReply { MovedTo = target };
        }

        PublishWaiting();
        _lastTracked = Now;
        var pending = _services.Journal.Pending(_id);
        List<TrackResult> results = new(events.Count);
        for (var done = 0; done < pending.Count + events.Count;)
        {
            var room = await RoomAsync();
            if (room <= 0)
            {
                results.AddRange(events.Skip(results.Count).Select(interaction => Refused(interaction, "outbox_full")));
                break;
            }

            // A derived event may come with each: half the room is enough for both.
            var replaying = done < pending.Count;
            var most = Math.Clamp((room + 1) / 2, 1, SliceSize);
            var slice = EventSlice.Of(replaying ? pending.Skip(done).Select(entry => entry.Interaction) : events.Skip(done - pending.Count), most);
            var turn = TrackTurn.Run(_vault.State, slice, _key, Rules);
            var entry = replaying ? pending[done + slice.Count - 1].Number : 0;
            if (!await CommitAsync(turn, entry))
            {
                // What came before is committed, and answered for like any other.
                await SecureAsync(results);
                return JournalEvents(results, [.. events.Skip(results.Count)]);
            }

            done += slice.Count;
            if (!replaying)
            {
                results.AddRange(turn.Results);
            }
        }

        await SecureAsync(results);
        return new TrackReply { Results = results, Version = CurrentVersion() };
    }

    private async Task<bool> CommitAsync(TrackTurn turn, long journalEntry)
    {
        if (turn.Changed)
        {
            var state = journalEntry == 0
                ? turn.State
                : turn.State with { ReplayedFrom = _services.Incarnation.Id, ReplayedThrough = journalEntry };

            // With a broker that hesitates the reminder will be needed: it is armed beside the commit. Without the commit, what became of it, which
            // rests in the same store, is not worth waiting for.
            var arming = _armed || !_services.Publisher.IsSlow ? null : ArmAsync();
            _services.Hints.Add(_id);
            if (!await _vault.TryCommitAsync(state, turn.Finished))
            {
                return false;
            }

            PublishWaiting();
            _armed |= arming is not null && await arming;
        }

        if (journalEntry > 0)
        {
            _services.Journal.Remove(_id, journalEntry);
        }

        if (turn.Changed && turn.Results.Any(result => result.PreferencesChanged))
        {
            Announce();
        }

        return true;
    }

    /// <summary>
    /// Sees to it, before the answer, that what is committed will be published whatever happens: it is published already, which a broker that works does in
    /// less time than a reminder takes, or a reminder outlives this process and this activation.
    /// </summary>
    private async Task SecureAsync(List<TrackResult> results)
    {
        if (_armed || _vault.Outbox.Count == 0)
        {
            return;
        }

        if (!_services.Publisher.IsSlow && await _vault.Outbox.WaitBelowAsync(1, _services.Options.Value.PublishPatience, _services.Clock))
        {
            return;
        }

        _armed = await ArmAsync();
        if (!_armed)
        {
            // No trace could be left: publication itself, now, is the next best, and without it nothing is promised.
            await _vault.Outbox.WaitBelowAsync(1, _services.Publisher.Patience, _services.Clock);
            TakeBack(results);
        }
    }

    /// <summary>
    /// What may be said of events that are committed. Without a reminder, and not published, one would wait for the next call or a process on
    /// this very machine: it counts as taken and not as durable, so that its sender sends it again.
    /// </summary>
    private void TakeBack(List<TrackResult> results)
    {
        var waiting = _vault.Outbox.Waiting().Select(recorded => recorded.EventId).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; waiting.Count > 0 && i < results.Count; i++)
        {
            // What an event derived has another id: with anything waiting, no new event of this call is promised.
            if (results[i] is { Accepted: true } result && (!result.Duplicate || waiting.Contains(result.EventId)))
            {
                results[i] = result with { Durable = false };
            }
        }
    }

    private Task<bool> ArmAsync() => TryRemindAsync(SweepReminder);

    private async Task<bool> TryRemindAsync(string reminder)
    {
        try
        {
            await RegisterReminderAsync(reminder, null, _services.Options.Value.SweepDue, _services.Options.Value.SweepPeriod)
                .WaitAsync(_services.Options.Value.SaveTimeout, _services.Clock);
            return true;
        }
        catch (Exception failure)
        {
            // The sidecar's edge: the caller answers for what cannot be armed, and the next turn arms again.
            LogArmFailed(Logger, failure.GetType().Name);
            return false;
        }
    }

    private async Task<int> RoomAsync()
    {
        var capacity = _services.Options.Value.OutboxCapacity;
        if (capacity - _vault.Outbox.Count < 2 || _vault.Outbox.IsHeavy)
        {
            await _vault.Outbox.WaitBelowAsync(capacity / 2, _services.Publisher.Patience, _services.Clock);
        }

        return _vault.Outbox.IsHeavy ? 0 : capacity - _vault.Outbox.Count;
    }

    /// <summary>The store is away: events wait in memory, over the state that can be had.</summary>
    private TrackReply JournalEvents(List<TrackResult> results, IReadOnlyList<Interaction> events)
    {
        var state = Overlaid();
        var committed = _vault.State;
        foreach (var interaction in events)
        {
            if (PreferenceEngine.IsKnown(state, interaction))
            {
                results.Add(new TrackResult { EventId = interaction.EventId, Accepted = true, Duplicate = true, Durable = PreferenceEngine.IsKnown(committed, interaction) });
                continue;
            }

            if (!_services.Journal.TryAdd(_id, interaction))
            {
                results.Add(Refused(interaction, "journal_full"));
                continue;
            }

            var outcome = PreferenceEngine.Learn(state, interaction, Rules);
            state = outcome.State;
            results.Add(new TrackResult { EventId = interaction.EventId, Accepted = true, Durable = false, PreferencesChanged = outcome.PreferencesChanged });
        }

        return new TrackReply { Results = results, Version = CurrentVersion() };
    }

    private static TrackResult Refused(Interaction interaction, string reason) =>
        new() { EventId = interaction.EventId, Accepted = false, RetryAfterSeconds = RetrySoon, Reason = reason };

    /// <summary>What a read answers from: the stored state, the journal over it, and why it is less than was asked for.</summary>
    /// <param name="minVersion">The version the caller demands.</param>
    /// <param name="whole">The caller needs keys that only turns load.</param>
    private async Task<(ShopperState State, string? Version, string? Reason, string? MovedTo)> SeeAsync(string? minVersion, bool whole = false)
    {
        whole |= !_services.Journal.Pending(_id).IsEmpty;
        var open = await _vault.TryOpenAsync(forTurn: whole);
        if (open && Alias() is { } target)
        {
            return (ShopperState.Empty, null, null, target);
        }

        PublishWaiting();
        var missing = Missing();
        if (open && missing == Reasons.VersionNotReached)
        {
            // Another host may have had this actor meanwhile: the store knows. No time helps beyond that, since calls are turns.
            await _vault.ForgetAsync();
            open = await _vault.TryOpenAsync(forTurn: whole);
            missing = Missing();
        }

        return (Overlaid(), CurrentVersion(), open ? missing : Reasons.StateUnavailable, null);

        string? Missing() => VersionCheck.Missing(minVersion, _id, _vault.State, _services.Incarnation.Id, _services.Journal.Last);
    }

    private ShopperState Overlaid()
    {
        var pending = _services.Journal.Pending(_id);
        return pending.IsEmpty
            ? _vault.State
            : pending.Aggregate(_vault.State, (state, entry) => PreferenceEngine.Learn(state, entry.Interaction, Rules).State);
    }

    private string? CurrentVersion()
    {
        var version = StateVersion.Of(_id, _vault.State.Version);
        return _services.Journal.Pending(_id) is { IsEmpty: false } pending
            ? (version with { Incarnation = _services.Incarnation.Id, Entry = pending[^1].Number }).ToString()
            : version.Turns == 0 ? null : version.ToString();
    }

    /// <summary>Live pages of this shopper look again.</summary>
    private void Announce() => _services.Announcer.Changed(_id, CurrentVersion());

    private void PublishWaiting()
    {
        _services.Publisher.Enqueue(_vault.Outbox);
        if (!_tidying && _vault.OutboxIsStored)
        {
            _tidying = true;
            _services.Tidying.Add(_id);
        }
    }

    /// <summary>Whom this shopper is an alias of. A merge that a crash interrupted is taken up again.</summary>
    private string? Alias()
    {
        var merges = _vault.State.Merges;
        if (merges.MovedTo is not null && !merges.Delivered)
        {
            _services.Merges.Add(_id, merges.MovedTo);
        }

        return merges.MovedTo;
    }
}
