using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Popularity;

namespace Personalization.Discovery.Api.Popularity;

/// <summary>Popularity as an index version holds it: read from the counts once, then the same for every replica and after every restart.</summary>
internal sealed class FrozenPopularity(IDiscoveryState state, IOptions<DiscoveryOptions> options)
{
    /// <summary>Parts of the counts; a part of value: never changed.</summary>
    public const int Buckets = 64;

    private readonly PopularityScale _scale = new(options.Value.Popularity);

    public static int BucketOf(string productId) => (int)((ulong)StableHash.Of(productId) % Buckets);

    /// <summary>Freezes the counts as they stand into a slot.</summary>
    public async Task<IReadOnlyDictionary<string, double>> FreezeAsync(string store, int slot, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = await state.GetManyAsync([.. Enumerable.Range(0, Buckets).Select(bucket => StateKeys.PopularityCounts(store, bucket))], StateJson.Default.DictionaryStringDouble, cancellationToken);
        var kept = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (product, count) in counts.SelectMany(bucket => bucket ?? []))
        {
            kept[product] = count;
        }

        var (tail, _) = await state.GetAsync(StateKeys.PopularityTail(store), StateJson.Default.PopularityTail, cancellationToken);
        foreach (var entry in tail?.Events ?? [])
        {
            kept[entry.ProductId] = kept.GetValueOrDefault(entry.ProductId) + entry.Kept;
        }

        var popularity = kept
            .Select(pair => KeyValuePair.Create(pair.Key, Math.Round(_scale.Frozen(pair.Value, now), 6)))
            .Where(pair => pair.Value > 0)
            .ToDictionary(StringComparer.Ordinal);
        var changes = popularity
            .GroupBy(pair => BucketOf(pair.Key))
            .ToDictionary(bucket => bucket.Key, bucket => bucket.ToDictionary(StringComparer.Ordinal));
        var written = Enumerable.Range(0, Buckets)
            .Select(bucket => changes.TryGetValue(bucket, out var values)
                ? StateChange.Put(StateKeys.PopularityFrozen(store, slot, bucket), values, StateJson.Default.DictionaryStringDouble)
                : StateChange.Delete(StateKeys.PopularityFrozen(store, slot, bucket)))
            .ToList();
        return await state.TryCommitAsync(written, cancellationToken)
            ? popularity
            : throw new StateUnavailableException(new InvalidOperationException("Popularity was not frozen."));
    }

    public async Task<IReadOnlyDictionary<string, double>> ReadAsync(string store, int slot, CancellationToken cancellationToken)
    {
        var keys = Enumerable.Range(0, Buckets).Select(bucket => StateKeys.PopularityFrozen(store, slot, bucket)).ToList();
        var read = await state.GetManyAsync(keys, StateJson.Default.DictionaryStringDouble, cancellationToken);
        return read.SelectMany(bucket => bucket ?? []).ToDictionary(StringComparer.Ordinal);
    }
}
