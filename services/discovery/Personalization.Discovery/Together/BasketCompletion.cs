using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;

namespace Personalization.Discovery.Together;

/// <summary>
/// Which items go with those of a basket: by regression those bought most, by shrunk conditional frequency those too rare for it, both as how likely the item is beside the basket.
/// One call at a time.
/// </summary>
public sealed class BasketCompletion(BasketStatistics all, ItemRegression regression, CompletionSettings settings)
{
    /// <summary>Baskets by which the conditional frequency of a rare item is drawn to its frequency.</summary>
    private const double RarePrior = 10;

    /// <summary>Items of the basket that count, the last ones: a cart of thousands is no better known.</summary>
    private const int MaxBasket = 50;

    /// <summary>Counts of baskets whose power is kept: 32 KB.</summary>
    private const int MostPowers = 4096;

    private readonly double[] _powers = new double[MostPowers];
    private readonly List<int> _beside = [];
    private double[] _sums = [];
    private readonly HashSet<int> _regressed = [.. regression.Items];

    public CompletionSettings Settings => settings;

    /// <summary>The best items that are not in the basket, best first; equals by more baskets, then the smaller number.</summary>
    /// <param name="basket">Distinct items.</param>
    /// <param name="take">How many.</param>
    public List<RankedItem> Rank(IReadOnlyList<int> basket, int take) => BestFirst.Take([.. Regressed(basket).Concat(Rare(basket)).Select(Weighed)], take, Compare);

    /// <summary>How likely the items of the regression are beside a basket, without those in it.</summary>
    public List<RankedItem> Regressed(IReadOnlyList<int> basket)
    {
        var told = basket.ToHashSet();
        var presence = regression.Presence(Anchors(basket));
        List<RankedItem> found = new(presence.Length);
        for (var at = 0; at < presence.Length; at++)
        {
            if (!told.Contains(regression.Items[at]))
            {
                found.Add(new RankedItem(regression.Items[at], presence[at]));
            }
        }

        return found;
    }

    /// <summary>
    /// How likely other items are beside a basket, of those that were bought with any of it: anchor by anchor, since an item seldom is beside more than a few of them, while
    /// asking each item for each anchor takes a basket's length times as long.
    /// </summary>
    public List<RankedItem> Rare(IReadOnlyList<int> basket)
    {
        if (_sums.Length < all.Items)
        {
            Array.Resize(ref _sums, all.Items);
        }

        var told = basket.ToHashSet();
        var anchors = Anchors(basket);
        var doubt = 0.0;
        foreach (var anchor in anchors)
        {
            var weight = 1 / ((all.Of(anchor)?.Paired ?? 0) + RarePrior);
            doubt += weight;
            all.AddTogether(anchor, weight, _sums, _beside);
        }

        List<RankedItem> found = [];
        foreach (var item in _beside)
        {
            if (!_regressed.Contains(item) && !told.Contains(item))
            {
                found.Add(new RankedItem(item, (_sums[item] + (doubt * RarePrior * Frequency(item))) / anchors.Count));
            }

            _sums[item] = 0;
        }

        _beside.Clear();
        return found;
    }

    /// <summary>Place that an item has in <see cref="Rank"/>, from 0; null when it is not found.</summary>
    /// <param name="item">The item.</param>
    /// <param name="regressed">As <see cref="Regressed"/> found them.</param>
    /// <param name="rare">As <see cref="Rare(IReadOnlyList{int})"/> found them, with any regression over the same items.</param>
    public int? PlaceOf(int item, List<RankedItem> regressed, List<RankedItem> rare)
    {
        var own = regressed.Concat(rare).Where(found => found.Item == item).Select(found => (RankedItem?)Weighed(found)).FirstOrDefault();
        return own is { } mine ? regressed.Count(IsBefore) + rare.Count(IsBefore) : null;

        bool IsBefore(RankedItem other) => Compare(Weighed(other), mine) < 0;
    }

    /// <summary>How much an item of a basket speaks for another.</summary>
    public double Pull(int item, int other) =>
        _regressed.Contains(item) && _regressed.Contains(other) ? regression.Weight(item, other) : Rare(other, item) - Frequency(other);

    private static IReadOnlyList<int> Anchors(IReadOnlyList<int> basket) => basket.Count <= MaxBasket ? basket : [.. basket.TakeLast(MaxBasket)];

    private RankedItem Weighed(RankedItem found) => found with { Score = found.Score / Popularity(all.Of(found.Item)!.Baskets) };

    private int Compare(RankedItem left, RankedItem right)
    {
        var byScore = right.Score.CompareTo(left.Score);
        var byBaskets = byScore != 0 ? byScore : all.Of(right.Item)!.Baskets.CompareTo(all.Of(left.Item)!.Baskets);
        return byBaskets != 0 ? byBaskets : left.Item.CompareTo(right.Item);
    }

    /// <summary>A power for each of thousands of items is most of an answer's time, and few counts of baskets differ.</summary>
    private double Popularity(int baskets)
    {
        if (baskets >= MostPowers)
        {
            return Math.Pow(baskets, settings.Unpopularity);
        }

        ref var power = ref _powers[Math.Max(baskets, 1)];
        if (power == 0)
        {
            power = Math.Pow(Math.Max(baskets, 1), settings.Unpopularity);
        }

        return power;
    }

    private double Rare(int item, int anchor) => (all.Together(anchor, item) + (RarePrior * Frequency(item))) / ((all.Of(anchor)?.Paired ?? 0) + RarePrior);

    private double Frequency(int item) => (double)(all.Of(item)?.Paired ?? 0) / Math.Max(all.Baskets, 1);
}
