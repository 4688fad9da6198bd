using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.Reorders;

/// <summary>
/// In how many days a shopper buys an item again: the shopper's own gaps of it, drawn to what is usual for the item, its category and the shopper (means of
/// logarithms, since gaps are skewed and a mean of logarithms is near the median). How far they are drawn is fitted while gaps are met: every setting tells each gap
/// before it is counted, and the one that has told best so far is used.
/// </summary>
public sealed class ReorderModel
{
    private const double ItemPrior = 5, CategoryPrior = 10, ShopperPrior = 5;

    /// <summary>Days within which a reminder is in time.</summary>
    private const double Close = 7;

    /// <summary>Gaps told before the settings are judged.</summary>
    private const int MinTold = 200;

    private const int BinsPerDay = 4, MaxDays = 400;

    private readonly GapMean _all = new();
    private readonly Dictionary<int, GapMean> _items = [];
    private readonly Dictionary<int, GapMean> _categories = [];
    private readonly int[,] _errors = new int[ReorderSettings.Grid.Count, MaxDays * BinsPerDay];
    private readonly int[] _close = new int[ReorderSettings.Grid.Count];
    private int _told;
    private int _judgedAt;

    /// <summary>The settings in use.</summary>
    public ReorderSettings Settings { get; private set; } = ReorderSettings.Default;

    /// <summary>Counts a gap that has come to its end.</summary>
    /// <param name="own">The shopper's baskets before it.</param>
    /// <param name="item">The item.</param>
    /// <param name="category">Its category; -1 none.</param>
    /// <param name="categoryOf">Category of any item.</param>
    /// <param name="days">The gap, above 0.</param>
    public void Add(OwnBaskets own, int item, int category, Func<int, int> categoryOf, double days)
    {
        var log = Math.Log(days);
        if (own.Items.TryGetValue(item, out var mine) && mine.Gaps >= 2)
        {
            Tell(mine, Usual(own, item, category, categoryOf), days);
        }

        _all.Add(log);
        Of(_items, item).Add(log);
        Of(_categories, category).Add(log);
    }

    /// <summary>Days from the last purchase to the next; null for an item the shopper never bought.</summary>
    public double? Days(OwnBaskets own, int item, int category, Func<int, int> categoryOf) =>
        own.Items.TryGetValue(item, out var mine) ? Days(mine, Usual(own, item, category, categoryOf), Settings) : null;

    private static double Days(OwnItem mine, double usual, ReorderSettings settings)
    {
        var early = mine.Gaps == 0 ? usual : mine.LogGaps / mine.Gaps;
        var late = mine.Gaps == 0 ? usual : mine.LateLogGaps / mine.LateGaps;
        var own = (settings.Lateness * late) + ((1 - settings.Lateness) * early);
        return settings.Factor * Math.Exp(((mine.Gaps * own) + (settings.Prior * usual)) / (mine.Gaps + settings.Prior));
    }

    /// <summary>Mean logarithm of the gap of an item for a shopper, whatever the shopper's own gaps of it are.</summary>
    private double Usual(OwnBaskets own, int item, int category, Func<int, int> categoryOf)
    {
        double differences = 0;
        var gaps = 0;
        foreach (var (other, mine) in own.Entries)
        {
            if (mine.Gaps > 0 && other != item)
            {
                differences += mine.LogGaps - (mine.Gaps * OfItem(other, categoryOf(other)));
                gaps += mine.Gaps;
            }
        }

        return OfItem(item, category) + (differences / (gaps + ShopperPrior));
    }

    private double OfItem(int item, int category)
    {
        var all = _all.Toward(Math.Log(14), 1);
        var ofCategory = _categories.TryGetValue(category, out var wide) ? wide.Toward(all, CategoryPrior) : all;
        return _items.TryGetValue(item, out var narrow) ? narrow.Toward(ofCategory, ItemPrior) : ofCategory;
    }

    private void Tell(OwnItem mine, double usual, double days)
    {
        for (var at = 0; at < ReorderSettings.Grid.Count; at++)
        {
            var error = Math.Abs(Days(mine, usual, ReorderSettings.Grid[at]) - days);
            _errors[at, (int)Math.Min(error * BinsPerDay, (MaxDays * BinsPerDay) - 1)]++;
            _close[at] += error <= Close ? 1 : 0;
        }

        _told++;
        if (_told >= MinTold && _told >= _judgedAt * 1.05)
        {
            _judgedAt = _told;
            Judge();
        }
    }

    /// <summary>The least median error and the most in time, each against the best of all settings.</summary>
    private void Judge()
    {
        var medians = Enumerable.Range(0, ReorderSettings.Grid.Count).Select(Median).ToArray();
        var (least, most) = (medians.Min(), Math.Max(_close.Max(), 1));
        var best = Enumerable.Range(0, medians.Length).MaxBy(at => ((double)_close[at] / most) - (medians[at] / least));
        Settings = ReorderSettings.Grid[best];
    }

    private double Median(int setting)
    {
        var seen = 0;
        for (var bin = 0; bin < MaxDays * BinsPerDay; bin++)
        {
            seen += _errors[setting, bin];
            if (seen * 2 >= _told)
            {
                return (bin + 1.0) / BinsPerDay;
            }
        }

        return MaxDays;
    }

    private static GapMean Of(Dictionary<int, GapMean> means, int key)
    {
        if (!means.TryGetValue(key, out var mean))
        {
            means.Add(key, mean = new GapMean());
        }

        return mean;
    }
}
