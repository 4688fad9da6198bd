using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;

namespace Personalization.Discovery.Together;

/// <summary>
/// Which items go with those of a basket: by regression those bought most, by shrunk conditional frequency those too rare for it, both as how likely the item is beside the basket.
/// Any number may ask at once, while nobody writes the statistics.
/// </summary>
public sealed class BasketCompletion(BasketStatistics all, ItemRegression regression, CompletionSettings settings)
{
    /// <summary>Baskets by which the conditional frequency of a rare item is drawn to its frequency.</summary>
    private const double RarePrior = 10;

    /// <summary>Items of the basket that count, the last ones: a cart of thousands is no better known.</summary>
    private const int MaxBasket = 50;

    /// <summary>Counts of baskets whose power is kept: 32 KB.</summary>
    private const int MostPowers = 4096;

    /// <summary>A basket of so few is looked through rather than hashed.</summary>
    private const int Few = 8;

    private readonly double[] _powers = new double[MostPowers];
    private readonly ConcurrentBag<Scratch> _free = [];
    private readonly int[] _regressedItems = [.. regression.Items];
    private readonly bool[] _regressed = Flags(regression.Items);

    public CompletionSettings Settings => settings;

    /// <summary>The best items that are not in the basket, best first; equals by more baskets, then the smaller number.</summary>
    /// <param name="basket">Distinct items.</param>
    /// <param name="take">How many.</param>
    public List<RankedItem> Rank(IReadOnlyList<int> basket, int take)
    {
        var scratch = Rent();
        scratch.Found.Clear();
        FindRegressed(basket, scratch);
        FindRare(basket, scratch);
        var best = new BestItems(Math.Min(take, scratch.Found.Count), all);
        foreach (var found in CollectionsMarshal.AsSpan(scratch.Found))
        {
            best.Offer(Weighed(found));
        }

        _free.Add(scratch);
        return best.Items;
    }

    /// <summary>How likely the items of the regression are beside a basket, without those in it.</summary>
    public List<RankedItem> Regressed(IReadOnlyList<int> basket) => Ask(basket, FindRegressed);

    /// <summary>
    /// How likely other items are beside a basket, of those that were bought with any of it: anchor by anchor, since an item seldom is beside more than a few of them, while
    /// asking each item for each anchor takes a basket's length times as long.
    /// </summary>
    public List<RankedItem> Rare(IReadOnlyList<int> basket) => Ask(basket, FindRare);

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
        IsRegressed(item) && IsRegressed(other) ? regression.Weight(item, other) : Rare(other, item) - Frequency(other);

    private static IReadOnlyList<int> Anchors(IReadOnlyList<int> basket) => basket.Count <= MaxBasket ? basket : [.. basket.TakeLast(MaxBasket)];

    private List<RankedItem> Ask(IReadOnlyList<int> basket, Action<IReadOnlyList<int>, Scratch> find)
    {
        var scratch = Rent();
        scratch.Found.Clear();
        find(basket, scratch);
        List<RankedItem> found = [.. scratch.Found];
        _free.Add(scratch);
        return found;
    }

    private void FindRegressed(IReadOnlyList<int> basket, Scratch scratch)
    {
        var presence = scratch.Presence(_regressedItems.Length);
        regression.ReadPresence(Anchors(basket), presence);
        var told = Told(basket);
        for (var at = 0; at < presence.Length; at++)
        {
            if (!IsTold(_regressedItems[at], basket, told))
            {
                scratch.Found.Add(new RankedItem(_regressedItems[at], presence[at]));
            }
        }
    }

    private void FindRare(IReadOnlyList<int> basket, Scratch scratch)
    {
        var (sums, beside) = (scratch.Sums(all.Items), scratch.Beside);
        var told = Told(basket);
        var anchors = Anchors(basket);
        var doubt = 0.0;
        for (var place = 0; place < anchors.Count; place++)
        {
            var weight = 1 / ((all.Of(anchors[place])?.Paired ?? 0) + RarePrior);
            doubt += weight;
            all.AddTogether(anchors[place], weight, sums, beside);
        }

        foreach (var item in CollectionsMarshal.AsSpan(beside))
        {
            if (!IsRegressed(item) && !IsTold(item, basket, told))
            {
                scratch.Found.Add(new RankedItem(item, (sums[item] + (doubt * RarePrior * Frequency(item))) / anchors.Count));
            }

            sums[item] = 0;
        }

        beside.Clear();
    }

    private static bool[] Flags(IReadOnlyList<int> items)
    {
        var flags = new bool[items.Count == 0 ? 0 : items.Max() + 1];
        foreach (var item in items)
        {
            flags[item] = true;
        }

        return flags;
    }

    private bool IsRegressed(int item) => item < _regressed.Length && _regressed[item];

    private static HashSet<int>? Told(IReadOnlyList<int> basket) => basket.Count > Few ? [.. basket] : null;

    private static bool IsTold(int item, IReadOnlyList<int> basket, HashSet<int>? told)
    {
        if (told is not null)
        {
            return told.Contains(item);
        }

        for (var place = 0; place < basket.Count; place++)
        {
            if (basket[place] == item)
            {
                return true;
            }
        }

        return false;
    }

    private Scratch Rent() => _free.TryTake(out var scratch) ? scratch : new Scratch();

    private RankedItem Weighed(RankedItem found) => found with { Score = found.Score / Popularity(all.BasketsWith(found.Item)) };

    private int Compare(RankedItem left, RankedItem right)
    {
        var byScore = right.Score.CompareTo(left.Score);
        var byBaskets = byScore != 0 ? byScore : all.BasketsWith(right.Item).CompareTo(all.BasketsWith(left.Item));
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

    /// <summary>What one answer works in: kept and used again.</summary>
    private sealed class Scratch
    {
        private double[] _presence = [];
        private double[] _sums = [];

        public List<RankedItem> Found { get; } = [];

        /// <summary>Items whose sum is not 0.</summary>
        public List<int> Beside { get; } = [];

        public Span<double> Presence(int items)
        {
            if (_presence.Length < items)
            {
                _presence = new double[items];
            }

            return _presence.AsSpan(0, items);
        }

        /// <summary>A sum of each item, 0 before and after an answer.</summary>
        public double[] Sums(int items)
        {
            if (_sums.Length < items)
            {
                Array.Resize(ref _sums, items + (items / 8));
            }

            return _sums;
        }
    }
}
