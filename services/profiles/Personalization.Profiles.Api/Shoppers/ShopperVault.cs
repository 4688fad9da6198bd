using Dapr.Actors.Runtime;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Api.Telemetry;
using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>
/// One actor's state between its turns and the store: decoded once an activation, committed in one transaction with the outbox.
/// After a failure nothing that is cached is believed: the next turn reads the store again.
/// </summary>
internal sealed partial class ShopperVault(Func<IActorStateManager> states, StoreGate gate, ProfilesInstruments instruments, ILogger logger)
{
    private bool _loadedForReads;
    private bool _loadedForTurns;
    private StateHead _head = new(ShopperState.Empty, new HashSet<string>(), 0, 0);
    private int _stored;

    /// <summary>What was last loaded or committed; after a failure the last that was known.</summary>
    public ShopperState State { get; private set; } = ShopperState.Empty;

    public OutboxLedger Outbox { get; } = new();

    /// <summary>The stored outbox holds entries that are published: the next save, or the sweep, removes them.</summary>
    public bool OutboxIsStale => _stored > Outbox.Count;

    /// <summary>Loads what reads, or turns, need. False: the store is away, and <see cref="State"/> is what memory has.</summary>
    public async Task<bool> TryOpenAsync(bool forTurn)
    {
        if (forTurn ? _loadedForTurns : _loadedForReads)
        {
            return true;
        }

        try
        {
            await gate.Loads.RunAsync(async stop =>
            {
                if (!_loadedForReads)
                {
                    await LoadForReadsAsync(stop);
                }

                if (forTurn)
                {
                    await LoadForTurnsAsync(stop);
                }
            });
            return true;
        }
        catch (Exception failure)
        {
            // Whatever failed, this is the store's edge: the answer comes from memory and says so.
            instruments.StoreFailed("load");
            LogLoadFailed(logger, failure.GetType().Name);
            await ForgetAsync();
            return false;
        }
    }

    /// <summary>Writes the changes and the finished events in one transaction. False: it failed or timed out, and nothing is known of the stored state.</summary>
    public async Task<bool> TryCommitAsync(ShopperState after, IReadOnlyList<InteractionRecorded> finished)
    {
        try
        {
            var manager = states();
            if (!ReferenceEquals(after, State))
            {
                foreach (var write in StateCodec.Changes(State, after))
                {
                    if (write.Value is { } value)
                    {
                        await manager.SetStateAsync(write.Key, value, CancellationToken.None);
                    }
                    else
                    {
                        await manager.TryRemoveStateAsync(write.Key, CancellationToken.None);
                    }
                }
            }

            var waiting = Outbox.Waiting();
            if (finished.Count > 0 || _stored > waiting.Count)
            {
                await manager.SetStateAsync(StateKeys.Outbox, new OutboxState { Entries = [.. waiting, .. finished] }, CancellationToken.None);
            }

            await gate.Saves.RunAsync(manager.SaveStateAsync);
            State = after.IsOfFormerFormat ? after with { IsOfFormerFormat = false } : after;
            if (finished.Count > 0 || _stored > waiting.Count)
            {
                _stored = waiting.Count + finished.Count;
            }

            Outbox.Add(finished);
            instruments.Backlog(finished.Count);
            return true;
        }
        catch (Exception failure)
        {
            // A time-out is a failure too: the store may or may not have committed, which the next load will tell.
            instruments.StoreFailed("save");
            LogSaveFailed(logger, failure.GetType().Name);
            await ForgetAsync();
            return false;
        }
    }

    /// <summary>Believes nothing that is cached; keeps the last known state for answers while the store is away.</summary>
    public Task ForgetAsync()
    {
        _loadedForReads = false;
        _loadedForTurns = false;
        return states().ClearCacheAsync(CancellationToken.None);
    }

    private async Task LoadForReadsAsync(CancellationToken cancellationToken)
    {
        var manager = states();
        var first = await manager.TryGetStateAsync<byte[]>(StateKeys.Preferences, cancellationToken);
        if (!first.HasValue)
        {
            _head = new StateHead(ShopperState.Empty, new HashSet<string>(), 0, 0);
            State = ShopperState.Empty;
            _stored = 0;
            _loadedForReads = true;
            _loadedForTurns = true;
            return;
        }

        _head = StateCodec.DecodeHead(first.Value);
        var state = await LoadAsync(_head.State, StateKeys.OfReads, cancellationToken);
        var outbox = await manager.TryGetStateAsync<OutboxState>(StateKeys.Outbox, cancellationToken);
        var left = outbox.HasValue ? outbox.Value.Entries : [];

        // Left by a crash, or by a save that timed out and was committed all the same. What this activation waits for already is not added twice.
        var waiting = Outbox.Waiting().Select(recorded => recorded.EventId).ToHashSet(StringComparer.Ordinal);
        var found = left.Where(recorded => !waiting.Contains(recorded.EventId)).ToList();
        Outbox.Add(found);
        instruments.Backlog(found.Count);
        _stored = left.Count;
        State = state;
        _loadedForReads = true;
    }

    private async Task LoadForTurnsAsync(CancellationToken cancellationToken)
    {
        if (_loadedForTurns)
        {
            return;
        }

        var state = await LoadAsync(State, StateKeys.OfTurns, cancellationToken);
        var chunks = new List<ulong[]>(_head.SeenChunks);
        for (var i = 0; i < _head.SeenChunks; i++)
        {
            var chunk = await states().TryGetStateAsync<byte[]>(StateKeys.Seen(i), cancellationToken);
            chunks.Add(chunk.HasValue ? StateCodec.DecodeSeen(chunk.Value) : []);
        }

        State = state with { Seen = SeenIds.Of(chunks, _head.SeenCurrent) };
        _loadedForTurns = true;
    }

    private async Task<ShopperState> LoadAsync(ShopperState state, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            if (_head.Present.Contains(key) && await states().TryGetStateAsync<byte[]>(key, cancellationToken) is { HasValue: true } part)
            {
                state = StateCodec.Decode(state, key, part.Value);
            }
        }

        return state;
    }
}
