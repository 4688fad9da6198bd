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
    private KeyPack _pack = KeyPack.Empty;
    private bool _loadedForReads;
    private bool _loadedForTurns;
    private StateHead _head = new(ShopperState.Empty, new HashSet<string>(), 0, 0);
    private int _stored;

    /// <summary>What was last loaded or committed; after a failure the last that was known.</summary>
    public ShopperState State { get; private set; } = ShopperState.Empty;

    public OutboxLedger Outbox { get; } = new();

    /// <summary>The stored outbox holds entries.</summary>
    public bool OutboxIsStored => _stored > 0;

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
            var waiting = Outbox.Waiting();
            var outboxChanges = finished.Count > 0 || _stored > waiting.Count;
            var pack = await WriteAsync(after, outboxChanges ? [.. waiting, .. finished] : null);
            await gate.Saves.RunAsync(states().SaveStateAsync);
            await UnloadAsync();
            _pack = pack;
            _former.Clear();
            State = after.IsOfFormerFormat ? after with { IsOfFormerFormat = false } : after;
            if (outboxChanges)
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
        _touched.Clear();
        return states().ClearCacheAsync(CancellationToken.None);
    }
}
