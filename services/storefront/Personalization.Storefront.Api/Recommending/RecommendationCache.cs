using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Personalization.Discovery.Contracts;

namespace Personalization.Storefront.Api.Recommending;

/// <summary>
/// Answers by everything they follow from: shopper and version, slots, product, cart, and the versions of catalogue and model, so that a purchase, a switch, a changed product
/// or a model put in force never meets an old answer. Bounded; answers made while a part was away are not kept.
/// </summary>
internal sealed class RecommendationCache(IOptions<RecommendationOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (ListReply Reply, DateTimeOffset Until)> _answers = new(StringComparer.Ordinal);
    private int _trimming;

    public bool TryGet(string key, out ListReply? reply)
    {
        reply = _answers.TryGetValue(key, out var held) && held.Until > time.GetUtcNow() ? held.Reply : null;
        return reply is not null;
    }

    public void Put(string key, ListReply reply)
    {
        if (options.Value.CacheFor <= TimeSpan.Zero || reply.Ranking.Degraded)
        {
            return;
        }

        _answers[key] = (reply, time.GetUtcNow() + options.Value.CacheFor);
        if (_answers.Count > options.Value.CacheEntries && Interlocked.Exchange(ref _trimming, 1) == 0)
        {
            foreach (var (old, _) in _answers.OrderBy(answer => answer.Value.Until).Take(_answers.Count / 2).ToList())
            {
                _answers.TryRemove(old, out _);
            }

            Volatile.Write(ref _trimming, 0);
        }
    }
}
