using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.State;
using Personalization.Search.Text;

namespace Personalization.Discovery.Api.Search;

/// <summary>
/// What is searched most in each store, so that a new index, or a new process, can be asked it before shoppers ask (R3.1a). Texts alone, and only those asked
/// several times; who asked is not known here. Bounded: a store's counts are halved when there are too many, and those that are left without one go.
/// </summary>
internal sealed class CommonQueries(IDiscoveryState state, IOptions<DiscoveryOptions> options, TimeProvider time)
{
    /// <summary>Texts counted of a store.</summary>
    private const int MaxTexts = 1_000;

    /// <summary>Longer texts are not common.</summary>
    private const int MaxLength = 80;

    /// <summary>Fewer may be one person's words.</summary>
    private const int Several = 5;

    /// <summary>Kept over restarts.</summary>
    private const int Kept = 50;

    private readonly ConcurrentDictionary<string, StoreQueries> _stores = new(StringComparer.Ordinal);

    /// <summary>Counts a search of a store that has a catalogue.</summary>
    public void Hear(string store, string text)
    {
        if (text.Length is 0 or > MaxLength || Tokenizer.Fold(text) is not { Length: > 0 } folded)
        {
            return;
        }

        var held = _stores.GetOrAdd(store, _ => new StoreQueries());
        held.Counts.AddOrUpdate(folded, 1, (_, count) => count + 1);
        if (held.Counts.Count > MaxTexts && Interlocked.Exchange(ref held.Trimming, 1) == 0)
        {
            foreach (var (old, count) in held.Counts)
            {
                if (count / 2 == 0)
                {
                    held.Counts.TryRemove(old, out _);
                }
                else
                {
                    held.Counts[old] = count / 2;
                }
            }

            Volatile.Write(ref held.Trimming, 0);
        }
    }

    /// <summary>The most common, most first: what was heard here, and at first what was kept.</summary>
    public async Task<IReadOnlyList<string>> TopAsync(string store, CancellationToken cancellationToken)
    {
        var held = _stores.GetOrAdd(store, _ => new StoreQueries());
        if (!held.IsLoaded)
        {
            var (kept, _) = await state.GetAsync(StateKeys.Queries(store), StateJson.Default.DictionaryStringInt32, cancellationToken);
            foreach (var (text, count) in kept ?? [])
            {
                held.Counts.AddOrUpdate(text, count, (_, heard) => heard + count);
            }

            held.IsLoaded = true;
        }

        return [.. Common(held).Select(query => query.Key)];
    }

    /// <summary>Keeps what is common, now and then.</summary>
    public async Task KeepIfDueAsync(CancellationToken cancellationToken)
    {
        foreach (var (store, held) in _stores.Where(store => store.Value.IsLoaded && time.GetUtcNow() - store.Value.KeptAt >= options.Value.KeepQueriesEvery))
        {
            held.KeptAt = time.GetUtcNow();
            var common = Common(held).ToDictionary();
            if (!common.Keys.SequenceEqual(held.KeptTexts))
            {
                // The last process to write wins: each knows what is common.
                held.KeptTexts = [.. common.Keys];
                await state.TryCommitAsync([StateChange.Put(StateKeys.Queries(store), common, StateJson.Default.DictionaryStringInt32)], cancellationToken);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, int>> Common(StoreQueries held) =>
        held.Counts.Where(query => query.Value >= Several).OrderByDescending(query => query.Value).ThenBy(query => query.Key, StringComparer.Ordinal).Take(Kept);

    private sealed class StoreQueries
    {
        public int Trimming;

        public ConcurrentDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

        public bool IsLoaded { get; set; }

        public DateTimeOffset KeptAt { get; set; }

        public IReadOnlyList<string> KeptTexts { get; set; } = [];
    }
}
