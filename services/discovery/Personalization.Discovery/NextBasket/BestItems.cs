using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.NextBasket;

/// <summary>The best of many items that are offered one after the other: by score, equals by more baskets, then the smaller number. Those that are not wanted are not sorted.</summary>
/// <param name="take">How many are wanted.</param>
/// <param name="all">Counts of baskets.</param>
public sealed class BestItems(int take, BasketStatistics all)
{
    /// <summary>Best first.</summary>
    public List<RankedItem> Items { get; } = new(Math.Max(take, 0));

    public void Offer(RankedItem item)
    {
        if (Items.Count >= take && (take <= 0 || !IsBefore(item, Items[^1])))
        {
            return;
        }

        if (Items.Count == take)
        {
            Items.RemoveAt(take - 1);
        }

        var (from, to) = (0, Items.Count);
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            (from, to) = IsBefore(item, Items[middle]) ? (from, middle) : (middle + 1, to);
        }

        Items.Insert(from, item);
    }

    private bool IsBefore(RankedItem item, RankedItem other)
    {
        var byScore = other.Score.CompareTo(item.Score);
        var byBaskets = byScore != 0 ? byScore : all.BasketsWith(other.Item).CompareTo(all.BasketsWith(item.Item));
        return byBaskets != 0 ? byBaskets < 0 : item.Item < other.Item;
    }
}
