using System.Text.Json;
using Dapr.Actors.Runtime;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Api.Startup;
using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>The keys: which are read and written, together or apart.</summary>
internal sealed partial class ShopperVault
{
    /// <summary>More are not worth looking at whether they are small enough to lie beside the rest.</summary>
    private const int FewEntries = 2;

    private static readonly JsonSerializerOptions Json = ProfilesStateJson.SdkOptions();

    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    /// <summary>What was read of a shopper who is stored key by key, as before <see cref="KeyPack"/>.</summary>
    private readonly Dictionary<string, byte[]> _former = new(StringComparer.Ordinal);

    /// <summary>Puts what changes into the state manager.</summary>
    /// <param name="after">The state to store.</param>
    /// <param name="outbox">What its outbox holds; null: as before.</param>
    /// <returns>The pack once it is saved.</returns>
    private async Task<KeyPack> WriteAsync(ShopperState after, IReadOnlyList<InteractionRecorded>? outbox)
    {
        var manager = states();
        List<StateWrite> changes = ReferenceEquals(after, State) ? [] : [.. StateCodec.Changes(State, after)];
        var apart = false;
        if (outbox is not null)
        {
            var entries = new OutboxState { Entries = outbox };
            var json = outbox.Count is > 0 and <= FewEntries ? JsonSerializer.SerializeToUtf8Bytes(entries, Json) : null;
            apart = outbox.Count > 0 && json is not { Length: <= KeyPack.OutboxRoom };
            if (apart)
            {
                await manager.SetStateAsync(StateKeys.Outbox, entries, CancellationToken.None);
                _touched.Add(StateKeys.Outbox);
            }
            else
            {
                changes.Add(new StateWrite(StateKeys.Outbox, json));
            }
        }

        // What was stored key by key is packed by the first turn that writes.
        changes.AddRange(_former.Where(entry => changes.TrueForAll(change => change.Key != entry.Key)).Select(entry => new StateWrite(entry.Key, entry.Value)).ToList());
        if (changes.Count == 0 && !apart)
        {
            return _pack;
        }

        var (pack, writes) = _pack.With(changes, after.Seen.Current, apart);
        await manager.SetStateAsync(StateKeys.Shopper, pack.Encode(), CancellationToken.None);
        _touched.Add(StateKeys.Shopper);
        foreach (var (key, value) in writes)
        {
            // A key that is removed is set first, so that the state manager need not ask the store for it.
            await manager.SetStateAsync(key, value ?? [], CancellationToken.None);
            if (value is null)
            {
                await manager.TryRemoveStateAsync(key, CancellationToken.None);
            }
            else
            {
                _touched.Add(key);
            }
        }

        return pack;
    }

    private async Task LoadForReadsAsync(CancellationToken cancellationToken)
    {
        _former.Clear();
        if (!await TryLoadPackAsync(cancellationToken))
        {
            _head = new StateHead(ShopperState.Empty, new HashSet<string>(), 0, 0);
            State = ShopperState.Empty;
            _stored = 0;
            _loadedForReads = true;
            _loadedForTurns = true;
            return;
        }

        _head = StateCodec.DecodeHead(await ValueAsync(StateKeys.Preferences, cancellationToken) ?? throw new FormatException("A shopper without a head."));
        AddFormerKeys();
        var state = await LoadAsync(_head.State, StateKeys.OfReads, cancellationToken);
        var left = await LoadOutboxAsync(cancellationToken);

        // Left by a crash, or by a save that timed out and was committed all the same. What this activation waits for already is not added twice.
        var waiting = Outbox.Waiting().Select(recorded => recorded.EventId).ToHashSet(StringComparer.Ordinal);
        var found = left.Where(recorded => !waiting.Contains(recorded.EventId)).ToList();
        Outbox.Add(found);
        instruments.Backlog(found.Count);
        _stored = left.Count;
        State = state;
        _loadedForReads = true;
        await UnloadAsync();
    }

    /// <summary>False: nothing is stored of this shopper.</summary>
    private async Task<bool> TryLoadPackAsync(CancellationToken cancellationToken)
    {
        if (await FetchAsync(StateKeys.Shopper, cancellationToken) is { } packed)
        {
            _pack = KeyPack.Decode(packed);
            return true;
        }

        _pack = KeyPack.Empty;
        if (await FetchAsync(StateKeys.Preferences, cancellationToken) is not { } head)
        {
            return false;
        }

        _former[StateKeys.Preferences] = head;
        return true;
    }

    /// <summary>Of a shopper stored key by key the head says which keys there are; its outbox is looked for.</summary>
    private void AddFormerKeys()
    {
        if (_former.Count > 0)
        {
            _pack = KeyPack.OfFormer([StateKeys.Preferences, StateKeys.Outbox, .. _head.Present, .. Enumerable.Range(0, _head.SeenChunks).Select(StateKeys.Seen)]);
        }
    }

    private async Task<IReadOnlyList<InteractionRecorded>> LoadOutboxAsync(CancellationToken cancellationToken)
    {
        if (!_pack.Has(StateKeys.Outbox, out var json))
        {
            return [];
        }

        if (json is not null)
        {
            return JsonSerializer.Deserialize<OutboxState>(json, Json)!.Entries;
        }

        _touched.Add(StateKeys.Outbox);
        var outbox = await states().TryGetStateAsync<OutboxState>(StateKeys.Outbox, cancellationToken);
        return outbox.HasValue ? outbox.Value.Entries : [];
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
            chunks.Add(await ValueAsync(StateKeys.Seen(i), cancellationToken) is { } chunk ? StateCodec.DecodeSeen(chunk) : []);
        }

        State = state with { Seen = SeenIds.Of(chunks, _head.SeenCurrent) };
        _loadedForTurns = true;
        await UnloadAsync();
    }

    private async Task<ShopperState> LoadAsync(ShopperState state, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            if (_head.Present.Contains(key) && await ValueAsync(key, cancellationToken) is { } part)
            {
                state = StateCodec.Decode(state, key, part);
            }
        }

        return state;
    }

    /// <summary>Out of the pack, else out of the store.</summary>
    private async ValueTask<byte[]?> ValueAsync(string key, CancellationToken cancellationToken)
    {
        if (_former.TryGetValue(key, out var read))
        {
            return read;
        }

        if (!_pack.Has(key, out var value) || value is not null)
        {
            return value;
        }

        value = await FetchAsync(key, cancellationToken);
        if (value is not null && _former.Count > 0)
        {
            _former[key] = value;
        }

        return value;
    }

    private async Task<byte[]?> FetchAsync(string key, CancellationToken cancellationToken)
    {
        _touched.Add(key);
        return await states().TryGetStateAsync<byte[]>(key, cancellationToken) is { HasValue: true } found ? found.Value : null;
    }

    /// <summary>The state manager keeps what it read and wrote. Here it is decoded: it need not lie in memory twice.</summary>
    private async Task UnloadAsync()
    {
        foreach (var key in _touched)
        {
            await states().UnloadStateAsync(key, cancellationToken: CancellationToken.None);
        }

        _touched.Clear();
    }
}
