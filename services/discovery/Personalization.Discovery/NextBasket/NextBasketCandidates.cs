using System.Collections.Concurrent;
using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.NextBasket;

/// <summary>Finds the items worth ranking: the shopper's own, what lies beside the last basket, what sells lately. Any number may ask at once.</summary>
internal sealed class NextBasketCandidates(NextBasketOptions options)
{
    private readonly ConcurrentDictionary<int, (int Baskets, int[] Others)> _neighbours = new();

    /// <summary>Distinct items, own ones first, into <see cref="NextBasketScratch.Found"/>.</summary>
    public void Find(OwnBaskets own, BasketStatistics all, NextBasketScratch scratch)
    {
        var (found, known) = (scratch.Found, scratch.Known);
        found.Clear();
        known.Clear();
        if (own.Entries.Count <= options.OwnCandidates)
        {
            foreach (var (item, _) in own.Entries)
            {
                found.Add(item);
            }
        }
        else
        {
            found.AddRange(own.Entries
                .OrderByDescending(entry => entry.Value.Slow(own.Last))
                .ThenByDescending(entry => entry.Value.Last)
                .ThenBy(entry => entry.Key)
                .Take(options.OwnCandidates)
                .Select(entry => entry.Key));
        }

        foreach (var (item, _) in own.Entries)
        {
            known.Add(item);
        }

        for (var place = 0; place < Math.Min(own.LastItems.Count, options.NeighbourAnchors); place++)
        {
            foreach (var other in Neighbours(all, own.LastItems[place]))
            {
                if (known.Add(other))
                {
                    found.Add(other);
                }
            }
        }

        var popular = all.Popular;
        foreach (var item in popular[..Math.Min(popular.Length, options.PopularCandidates)])
        {
            if (known.Add(item))
            {
                found.Add(item);
            }
        }
    }

    /// <summary>The nearest by cosine, renewed when the item's baskets have grown by a tenth.</summary>
    private int[] Neighbours(BasketStatistics all, int item)
    {
        var baskets = all.BasketsWith(item);
        if (baskets == 0)
        {
            return [];
        }

        if (_neighbours.TryGetValue(item, out var known) && baskets <= known.Baskets * 1.1)
        {
            return known.Others;
        }

        var others = all.Nearest(item, options.NeighbourCandidates);
        _neighbours[item] = (baskets, others);
        return others;
    }
}
