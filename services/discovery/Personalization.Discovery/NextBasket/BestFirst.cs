namespace Personalization.Discovery.NextBasket;

/// <summary>The best of many: where few are wanted the others are not sorted.</summary>
public static class BestFirst
{
    /// <summary>From so many times as wanted on, keeping the best apart costs less than sorting all.</summary>
    private const int ManyTimes = 4;

    /// <param name="items">In any order; may be changed.</param>
    /// <param name="take">How many are wanted.</param>
    /// <param name="order">Best first, without equals.</param>
    public static List<RankedItem> Take(List<RankedItem> items, int take, Comparison<RankedItem> order)
    {
        var best = take > 0 && items.Count / take >= ManyTimes ? Keep(items, take, order) : items;
        best.Sort(order);
        if (best.Count > take)
        {
            best.RemoveRange(take, best.Count - take);
        }

        return best;
    }

    private static List<RankedItem> Keep(List<RankedItem> items, int take, Comparison<RankedItem> order)
    {
        // The worst of those kept is the first to go.
        var kept = new PriorityQueue<RankedItem, RankedItem>(take + 1, Comparer<RankedItem>.Create((left, right) => order(right, left)));
        foreach (var item in items)
        {
            if (kept.Count < take)
            {
                kept.Enqueue(item, item);
            }
            else if (order(item, kept.Peek()) < 0)
            {
                kept.EnqueueDequeue(item, item);
            }
        }

        return [.. kept.UnorderedItems.Select(one => one.Element)];
    }
}
