using Personalization.Discovery.NextBasket;

namespace Personalization.Discovery.Together;

/// <summary>Item cosine over shoppers: an item is near those that the same shoppers had. For ranking what a shopper never had by all that the shopper had.</summary>
public sealed class ShopperNeighbours
{
    private readonly IReadOnlyList<int[]> _shoppers;
    private readonly Dictionary<int, List<int>> _byItem = [];

    /// <param name="shoppers">Distinct items of each shopper.</param>
    public ShopperNeighbours(IReadOnlyList<int[]> shoppers)
    {
        _shoppers = shoppers;
        for (var shopper = 0; shopper < shoppers.Count; shopper++)
        {
            foreach (var item in shoppers[shopper])
            {
                if (!_byItem.TryGetValue(item, out var having))
                {
                    _byItem.Add(item, having = []);
                }

                having.Add(shopper);
            }
        }
    }

    /// <summary>The best items not among those given: the sum of the cosines to each of them, worked out shopper by shopper. Equals by the smaller number.</summary>
    public List<RankedItem> Rank(IReadOnlyCollection<int> given, int take)
    {
        var alike = new Dictionary<int, double>();
        foreach (var item in given)
        {
            foreach (var shopper in _byItem.GetValueOrDefault(item) ?? [])
            {
                alike[shopper] = alike.GetValueOrDefault(shopper) + (1 / Math.Sqrt(_byItem[item].Count));
            }
        }

        var scores = new Dictionary<int, double>();
        foreach (var (shopper, weight) in alike)
        {
            foreach (var item in _shoppers[shopper])
            {
                scores[item] = scores.GetValueOrDefault(item) + weight;
            }
        }

        return [.. scores.Where(entry => !given.Contains(entry.Key))
            .Select(entry => new RankedItem(entry.Key, entry.Value / Math.Sqrt(_byItem[entry.Key].Count)))
            .OrderByDescending(item => item.Score)
            .ThenBy(item => item.Item)
            .Take(take)];
    }
}
