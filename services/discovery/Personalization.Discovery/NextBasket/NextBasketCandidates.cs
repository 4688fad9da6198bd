using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.NextBasket;

/// <summary>Finds the items worth ranking: the shopper's own, what lies beside the last basket, what sells lately.</summary>
internal sealed class NextBasketCandidates(NextBasketOptions options)
{
    private readonly Dictionary<int, (int Baskets, int[] Others)> _neighbours = [];
    private readonly HashSet<int> _known = [];

    /// <summary>Distinct items, own ones first.</summary>
    public void Find(OwnBaskets own, BasketStatistics all, List<int> found)
    {
        found.Clear();
        _known.Clear();
        if (own.Items.Count <= options.OwnCandidates)
        {
            found.AddRange(own.Items.Keys);
        }
        else
        {
            found.AddRange(own.Items
                .OrderByDescending(entry => entry.Value.Slow(own.Last))
                .ThenByDescending(entry => entry.Value.Last)
                .ThenBy(entry => entry.Key)
                .Take(options.OwnCandidates)
                .Select(entry => entry.Key));
        }

        _known.UnionWith(own.Items.Keys);
        foreach (var item in own.LastItems.Take(options.NeighbourAnchors))
        {
            foreach (var other in Neighbours(all, item))
            {
                if (_known.Add(other))
                {
                    found.Add(other);
                }
            }
        }

        var popular = all.Popular;
        foreach (var item in popular[..Math.Min(popular.Length, options.PopularCandidates)])
        {
            if (_known.Add(item))
            {
                found.Add(item);
            }
        }
    }

    /// <summary>The nearest by cosine, renewed when the item's baskets have grown by a tenth.</summary>
    private int[] Neighbours(BasketStatistics all, int item)
    {
        var baskets = all.Of(item)?.Baskets ?? 0;
        if (_neighbours.TryGetValue(item, out var known) && baskets <= known.Baskets * 1.1)
        {
            return known.Others;
        }

        var others = all.Nearest(item, options.NeighbourCandidates);
        _neighbours[item] = (baskets, others);
        return others;
    }
}
