using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.NextBasket;

/// <summary>Means over all items, to which items with few purchases are drawn. Immutable.</summary>
public sealed class StoreTotals
{
    private readonly double _recent;
    private readonly long _recentAt;
    private readonly double _halfLife;

    private StoreTotals(BasketStatistics all)
    {
        Until = all.Baskets + (all.Baskets / 100);
        _halfLife = all.RecentHalfLifeDays;
        _recentAt = all.NewestAt;
        double gaps = 0;
        long baskets = 0, repeats = 0, afterLast = 0, again = 0, afterAny = 0;
        for (var item = 0; item < all.Items; item++)
        {
            var counts = all.Of(item)!;
            MostBaskets = Math.Max(MostBaskets, counts.Baskets);
            gaps += counts.LogGaps;
            baskets += counts.Baskets;
            repeats += counts.Repeats;
            afterLast += counts.AfterLast;
            again += counts.AgainAfterLast;
            afterAny += counts.AfterAny;
            _recent += counts.Recent(_recentAt, _halfLife);
        }

        LogGap = repeats == 0 ? 3 : gaps / repeats;
        RepeatShare = (double)repeats / Math.Max(baskets, 1);
        AgainShare = (double)again / Math.Max(afterLast, 1);
        KeptShare = (double)repeats / Math.Max(afterAny, 1);
    }

    public int MostBaskets { get; } = 1;

    public double LogGap { get; }

    public double RepeatShare { get; }

    public double AgainShare { get; }

    public double KeptShare { get; }

    /// <summary>Baskets up to which they do.</summary>
    private int Until { get; }

    public double RecentAt(long now) => _recent * Math.Pow(2, -BasketDays.Between(_recentAt, Math.Max(now, _recentAt)) / _halfLife);

    /// <summary>The same while they do; worked out anew when the baskets have grown by a hundredth.</summary>
    public static StoreTotals Of(BasketStatistics all, StoreTotals? known) => known is not null && all.Baskets <= known.Until ? known : new StoreTotals(all);
}
