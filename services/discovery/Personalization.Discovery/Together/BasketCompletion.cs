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
    private readonly List<int> _found = [];
    private double[] _sums = [];
    private readonly HashSet<int> _regressed = [.. regression.Items];

    public CompletionSettings Settings => settings;

    /// <summary>The best items that are not in the basket, best first; equals by more baskets, then the smaller number.</summary>
    /// <param name="basket">Distinct items.</param>
    /// <param name="take">How many.</param>
    public List<RankedItem> Rank(IReadOnlyList<int> basket, int take)
    {
        IReadOnlyList<int> anchors = basket.Count <= MaxBasket ? basket : [.. basket.TakeLast(MaxBasket)];
        var told = basket.ToHashSet();
        List<RankedItem> ranked = [];
        var presence = regression.Presence(anchors);
        for (var at = 0; at < presence.Length; at++)
        {
            Add(regression.Items[at], presence[at]);
        }

        AddRare(anchors, Add);

        return BestFirst.Take(ranked, take, (left, right) =>
        {
            var byScore = right.Score.CompareTo(left.Score);
            var byBaskets = byScore != 0 ? byScore : all.Of(right.Item)!.Baskets.CompareTo(all.Of(left.Item)!.Baskets);
            return byBaskets != 0 ? byBaskets : left.Item.CompareTo(right.Item);
        });

        void Add(int item, double value)
        {
            if (told.Add(item))
            {
                ranked.Add(new RankedItem(item, value / Popularity(all.Of(item)!.Baskets)));
            }
        }
    }

    /// <summary>How much an item of a basket speaks for another.</summary>
    public double Pull(int item, int other) =>
        _regressed.Contains(item) && _regressed.Contains(other) ? regression.Weight(item, other) : Rare(other, item) - Frequency(other);

    /// <summary>
    /// Tells every item bought together with an anchor, and not in the regression, as <see cref="Rare"/> does of one: anchor by anchor, since an item seldom is beside more
    /// than a few of them, while asking each item for each anchor takes a basket's length times as long.
    /// </summary>
    private void AddRare(IReadOnlyList<int> anchors, Action<int, double> add)
    {
        if (_sums.Length < all.Items)
        {
            Array.Resize(ref _sums, all.Items);
        }

        var doubt = 0.0;
        foreach (var anchor in anchors)
        {
            var weight = 1 / ((all.Of(anchor)?.Paired ?? 0) + RarePrior);
            doubt += weight;
            all.AddTogether(anchor, weight, _sums, _found);
        }

        foreach (var item in _found)
        {
            if (!_regressed.Contains(item))
            {
                add(item, (_sums[item] + (doubt * RarePrior * Frequency(item))) / anchors.Count);
            }

            _sums[item] = 0;
        }

        _found.Clear();
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
