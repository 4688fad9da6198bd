using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Api.Telemetry;
using Personalization.Discovery.Popularity;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Popularity;

/// <summary>
/// Counts interactions, each event once: a delivery is one write of the tail, in which the ids are both dedupe and work; a full tail is folded
/// into the counts, the seen ids kept beside it, in one transaction under the tail's ETag.
/// </summary>
internal sealed class PopularityRecorder(IDiscoveryState state, DiscoveryInstruments instruments, IOptions<DiscoveryOptions> options)
{
    /// <summary>Events in the tail before it is folded.</summary>
    private const int MaxTail = 400;

    private const int MaxSeen = 8192;

    private const int Attempts = 8;

    private readonly PopularityScale _scale = new(options.Value.Popularity);
    private readonly ConcurrentDictionary<string, StoreTail> _stores = new(StringComparer.Ordinal);

    /// <summary>Commits what the events count. Afterwards they may be acknowledged.</summary>
    /// <exception cref="StateUnavailableException">Nothing is committed: deliver again.</exception>
    public async Task RecordAsync(IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        foreach (var ofStore in events.GroupBy(recorded => recorded.StoreId))
        {
            var counted = ofStore
                .Where(recorded => recorded.ProductId is not null)
                .Select(recorded => new PopularityEvent(StableHash.Of($"{recorded.ShopperKind}{recorded.ShopperId}\n{recorded.EventId}"), recorded.ProductId!, _scale.Kept(recorded.Type, recorded.Timestamp)))
                .Where(entry => entry.Kept != 0)
                .ToList();
            instruments.Heard("ignored", ofStore.Count() - counted.Count);
            if (counted.Count > 0)
            {
                await RecordAsync(ofStore.Key, counted, cancellationToken);
            }
        }
    }

    private async Task RecordAsync(string store, List<PopularityEvent> events, CancellationToken cancellationToken)
    {
        var tail = _stores.GetOrAdd(store, _ => new StoreTail());
        await tail.Turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                await LoadAsync(store, tail, cancellationToken);
                var fresh = events.DistinctBy(entry => entry.Hash).Where(entry => !tail.Known.Contains(entry.Hash)).ToList();
                if (fresh.Count == 0 || await TryAddAsync(store, tail, fresh, cancellationToken))
                {
                    instruments.Heard("counted", fresh.Count);
                    instruments.Heard("duplicate", events.Count - fresh.Count);
                    return;
                }

                tail.Forget();
            }

            throw new StateUnavailableException(new InvalidOperationException("The tail kept changing."));
        }
        catch (StateUnavailableException)
        {
            // It is not known what was written: read before the next decision.
            tail.Forget();
            throw;
        }
        finally
        {
            tail.Turn.Release();
        }
    }

    private async Task LoadAsync(string store, StoreTail tail, CancellationToken cancellationToken)
    {
        if (tail.IsLoaded)
        {
            return;
        }

        // The tail first: whoever folds it between the two reads changes its ETag, and what is decided here is not written.
        var stored = await state.GetAsync(StateKeys.PopularityTail(store), StateJson.Default.PopularityTail, cancellationToken);
        var seen = await state.GetAsync(StateKeys.PopularitySeen(store), StateJson.Default.SeenEvents, cancellationToken);
        tail.Load(stored.Value?.Events ?? [], stored.ETag, seen.Value?.Hashes ?? []);
    }

    private async Task<bool> TryAddAsync(string store, StoreTail tail, List<PopularityEvent> fresh, CancellationToken cancellationToken)
    {
        if (tail.Events.Count + fresh.Count > MaxTail)
        {
            return await TryFoldAsync(store, tail, fresh, cancellationToken);
        }

        List<PopularityEvent> events = [.. tail.Events, .. fresh];
        if (!await state.TrySaveAsync(StateKeys.PopularityTail(store), new PopularityTail { Events = events }, StateJson.Default.PopularityTail, tail.ETag, null, cancellationToken))
        {
            return false;
        }

        // The new ETag comes with a reading, which may already have what another replica added.
        var stored = await state.GetAsync(StateKeys.PopularityTail(store), StateJson.Default.PopularityTail, cancellationToken);
        tail.Load(stored.Value?.Events ?? [], stored.ETag, tail.Seen);
        if (!tail.Events.Take(events.Count).SequenceEqual(events))
        {
            // Another replica folded meanwhile: what it folded is in the seen ids now.
            tail.Forget();
        }

        return true;
    }

    private async Task<bool> TryFoldAsync(string store, StoreTail tail, List<PopularityEvent> fresh, CancellationToken cancellationToken)
    {
        List<PopularityEvent> folded = [.. tail.Events, .. fresh];
        var buckets = folded.GroupBy(entry => FrozenPopularity.BucketOf(entry.ProductId)).ToList();
        var keys = buckets.ConvertAll(bucket => StateKeys.PopularityCounts(store, bucket.Key));
        var counts = await state.GetManyAsync(keys, StateJson.Default.DictionaryStringDouble, cancellationToken);
        long[] seen = [.. tail.Seen.Concat(folded.Select(entry => entry.Hash)).TakeLast(MaxSeen)];
        var changes = new List<StateChange>
        {
            StateChange.Put(StateKeys.PopularityTail(store), new PopularityTail(), StateJson.Default.PopularityTail, tail.ETag),
            StateChange.Put(StateKeys.PopularitySeen(store), new SeenEvents(seen), StateJson.Default.SeenEvents),
        };
        for (var at = 0; at < buckets.Count; at++)
        {
            var bucket = counts[at] ?? [];
            foreach (var entry in buckets[at])
            {
                bucket[entry.ProductId] = bucket.GetValueOrDefault(entry.ProductId) + entry.Kept;
            }

            changes.Add(StateChange.Put(keys[at], bucket, StateJson.Default.DictionaryStringDouble));
        }

        var committed = await state.TryCommitAsync(changes, cancellationToken);
        tail.Forget();
        return committed;
    }
}
