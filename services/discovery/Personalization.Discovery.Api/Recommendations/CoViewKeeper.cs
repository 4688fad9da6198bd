using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Popularity;
using Personalization.Discovery.Together;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>
/// Hears what is looked at, and now and then adds it to what all processes keep, bucket by bucket under its ETag. A crash loses what was heard since the last time, and a repeated
/// delivery counts again: these are likings of many, not accounts.
/// </summary>
internal sealed class CoViewKeeper(IDiscoveryState state, LiveCatalogues catalogues, LiveRecommendations live, TimeProvider time)
{
    private const int Attempts = 5;

    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(30);

    /// <summary>What other processes added is seen within this.</summary>
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(5);

    public void Hear(IReadOnlyList<InteractionRecorded> events)
    {
        foreach (var recorded in events)
        {
            if (recorded is { Type: InteractionTypes.Click or InteractionTypes.ViewDetails, ProductId: { } product } && catalogues.Of(recorded.StoreId) is not null)
            {
                live.Of(recorded.StoreId).CoViews.Add(
                    StableHash.Of($"{recorded.ShopperKind}{recorded.ShopperId}\n{recorded.SessionId}"), product, recorded.Timestamp.ToUnixTimeMilliseconds());
            }
        }
    }

    /// <summary>Adds what was heard to what is kept, and reads what others added, when it is time.</summary>
    public async Task KeepIfDueAsync(string store, StoreRecommendations held, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (held.CoViewsReadAt is not { } readAt || now - readAt >= ReadEvery)
        {
            var buckets = await state.GetManyAsync([.. Enumerable.Range(0, CoViews.Buckets).Select(bucket => StateKeys.CoViews(store, bucket))], StateJson.Default.DictionaryStringDouble, cancellationToken);
            for (var bucket = 0; bucket < buckets.Count; bucket++)
            {
                held.CoViews.Put(bucket, buckets[bucket] ?? []);
            }

            held.CoViewsReadAt = now;
        }

        if (held.CoViewsKeptAt is { } keptAt && now - keptAt < KeepEvery)
        {
            return;
        }

        held.CoViewsKeptAt = now;
        var fresh = held.CoViews.TakeFresh();
        foreach (var (bucket, pairs) in fresh)
        {
            if (await TryAddAsync(store, bucket, pairs, cancellationToken) is { } kept)
            {
                held.CoViews.Put(bucket, kept);
            }
            else
            {
                held.CoViews.Return(bucket, pairs);
            }
        }
    }

    private async Task<Dictionary<string, double>?> TryAddAsync(string store, int bucket, Dictionary<string, double> pairs, CancellationToken cancellationToken)
    {
        var key = StateKeys.CoViews(store, bucket);
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var (kept, etag) = await state.GetAsync(key, StateJson.Default.DictionaryStringDouble, cancellationToken);
                var sum = CoViews.Sum(kept ?? [], pairs);
                if (await state.TrySaveAsync(key, sum, StateJson.Default.DictionaryStringDouble, etag, null, cancellationToken))
                {
                    return sum;
                }
            }
        }
        catch (StateUnavailableException)
        {
            // It is given back, and added when the store is there again.
        }

        return null;
    }
}
