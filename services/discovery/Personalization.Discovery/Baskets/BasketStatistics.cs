using System.Runtime.InteropServices;

namespace Personalization.Discovery.Baskets;

/// <summary>
/// Counts over the baskets of all shoppers of a store: how often each item is bought, bought again, and bought together. Grows with each basket, in
/// order of time or nearly so; bounded by <see cref="BasketStatisticsOptions.Pairs"/>. Any number may read at once, but not beside a writer.
/// </summary>
public sealed class BasketStatistics(BasketStatisticsOptions options)
{
    private readonly List<ItemCounts> _items = [];
    private readonly List<Dictionary<int, int>> _together = [];
    private readonly Lock _renewal = new();
    private readonly List<int> _baskets = [];
    private int _pairs;
    private (int[] Items, int Until)? _popular;

    /// <summary>Baskets counted.</summary>
    public int Baskets { get; private set; }

    /// <summary>Lines counted.</summary>
    public long Lines { get; private set; }

    /// <summary>Items with a number.</summary>
    public int Items => _items.Count;

    /// <summary>Time of the newest basket.</summary>
    public long NewestAt { get; private set; }

    public ItemCounts? Of(int item) => item < _items.Count ? _items[item] : null;

    /// <summary>Baskets with an item, as its counts have it: kept side by side, for those who ask it of thousands.</summary>
    internal int BasketsWith(int item) => item < _baskets.Count ? _baskets[item] : 0;

    /// <summary>Baskets with both.</summary>
    public int Together(int item, int other) => item < _together.Count ? _together[item].GetValueOrDefault(other) : 0;

    /// <summary>Items bought together with one, and in how many baskets.</summary>
    public IReadOnlyDictionary<int, int> TogetherWith(int item) => item < _together.Count ? _together[item] : System.Collections.ObjectModel.ReadOnlyDictionary<int, int>.Empty;

    /// <summary>Cosine of the baskets of two items.</summary>
    public double Cosine(int item, int other)
    {
        var together = Together(item, other);
        return together == 0 ? 0 : together / Math.Sqrt((double)_items[item].Paired * _items[other].Paired);
    }

    /// <summary>Reads the cosines of one item with others; that with itself is 0.</summary>
    /// <param name="item">The one.</param>
    /// <param name="others">The others.</param>
    /// <param name="cosines">Takes that of each.</param>
    internal void ReadCosines(int item, ReadOnlySpan<int> others, Span<double> cosines)
    {
        cosines.Clear();
        if (item >= _together.Count)
        {
            return;
        }

        var with = _together[item];
        if (with.Count == 0)
        {
            return;
        }

        double paired = _items[item].Paired;
        for (var at = 0; at < others.Length; at++)
        {
            if (with.TryGetValue(others[at], out var together) && others[at] != item)
            {
                cosines[at] = together / Math.Sqrt(paired * _items[others[at]].Paired);
            }
        }
    }

    /// <summary>The items nearest to one, the nearest first, equals by the smaller number: of those in more than one basket with it, by the baskets with both over the root of the other's.</summary>
    internal int[] Nearest(int item, int take)
    {
        var (near, items, count) = (new double[take], new int[take], 0);
        foreach (var (other, together) in take > 0 && item < _together.Count ? _together[item] : [])
        {
            // Drawn down by ten baskets: a pair of rare items is soon a coincidence.
            var value = together / Math.Sqrt(_items[other].Paired + 10.0);
            if (together <= 1 || (count == take && !IsNearer(value, other, count - 1)))
            {
                continue;
            }

            var at = count < take ? count++ : count - 1;
            for (; at > 0 && IsNearer(value, other, at - 1); at--)
            {
                (near[at], items[at]) = (near[at - 1], items[at - 1]);
            }

            (near[at], items[at]) = (value, other);
        }

        return items[..count];

        bool IsNearer(double value, int other, int than) => value > near[than] || (value == near[than] && other < items[than]);
    }

    /// <summary>Adds the baskets shared with each item bought together with one, times a weight.</summary>
    /// <param name="item">The one.</param>
    /// <param name="weight">The weight, above 0.</param>
    /// <param name="sums">By item, what each is added to.</param>
    /// <param name="found">Takes the items whose sum was 0.</param>
    internal void AddTogether(int item, double weight, double[] sums, List<int> found)
    {
        if (item >= _together.Count)
        {
            return;
        }

        foreach (var (other, together) in _together[item])
        {
            if (sums[other] == 0)
            {
                found.Add(other);
            }

            sums[other] += weight * together;
        }
    }

    /// <summary>What sells in the last days, counting more the faster it sells than over the last weeks; 0 for what does not sell.</summary>
    public double Trend(int item, long now)
    {
        var rush = _items[item].MayRush(now) ? _items[item].Rush(now) : 0;
        if (rush < 0.01)
        {
            return 0;
        }

        // At a steady pace the sums of two half-lives are in the ratio of these.
        var pace = _items[item].Recent(now, options.RecentHalfLifeDays) * ItemCounts.RushHalfLifeDays / options.RecentHalfLifeDays;
        return rush * (1 + Math.Log2(1 + (rush / (pace + 1))));
    }

    /// <summary>Days after which a basket counts half for what is bought lately.</summary>
    public double RecentHalfLifeDays => options.RecentHalfLifeDays;

    /// <summary>Items by what is bought lately, most first. Renewed when the baskets have grown by a hundredth.</summary>
    public ReadOnlySpan<int> Popular
    {
        get
        {
            lock (_renewal)
            {
                if (_popular is not { } popular || Baskets > popular.Until)
                {
                    _popular = popular = (ByRecent(), Baskets + (Baskets / 100));
                }

                return popular.Items;
            }
        }
    }

    private int[] ByRecent()
    {
        var recent = new double[_items.Count];
        var items = new int[_items.Count];
        for (var item = 0; item < recent.Length; item++)
        {
            recent[item] = -_items[item].Recent(NewestAt, options.RecentHalfLifeDays);
            items[item] = item;
        }

        Array.Sort(recent, items);
        return items;
    }

    /// <summary>Counts a basket.</summary>
    /// <param name="before">The shopper's baskets before it.</param>
    /// <param name="basket">The basket.</param>
    public void Add(OwnBaskets before, PastBasket basket)
    {
        Baskets++;
        Lines += basket.Items.Length;
        NewestAt = Math.Max(NewestAt, basket.At);
        var paired = basket.Items.AsSpan(0, Math.Min(basket.Items.Length, options.PairedItems));
        for (var at = 0; at < basket.Items.Length; at++)
        {
            var item = basket.Items[at];
            Grow(item);
            _items[item].Bought(basket.At, before.Items.GetValueOrDefault(item), options.RecentHalfLifeDays, at < paired.Length);
            _baskets[item] = _items[item].Baskets;
        }

        foreach (var (item, own) in before.Items)
        {
            _items[item].Passed(own.Last == before.Last, Array.IndexOf(basket.Items, item) >= 0);
        }

        foreach (var item in paired)
        {
            var others = _together[item];
            foreach (var other in paired)
            {
                if (other != item)
                {
                    ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(others, other, out var known);
                    count++;
                    _pairs += known ? 0 : 1;
                }
            }
        }

        if (_pairs > options.Pairs)
        {
            Prune();
        }
    }

    private void Grow(int item)
    {
        while (_items.Count <= item)
        {
            _items.Add(new ItemCounts());
            _baskets.Add(0);
            _together.Add([]);
        }
    }

    /// <summary>Drops the pairs seen least until a quarter of the room is free.</summary>
    private void Prune()
    {
        for (var least = 1; _pairs > options.Pairs * 3L / 4; least++)
        {
            foreach (var others in _together)
            {
                foreach (var (other, count) in others)
                {
                    if (count <= least)
                    {
                        others.Remove(other);
                        _pairs--;
                    }
                }
            }
        }
    }
}
