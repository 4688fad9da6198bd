using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.NextBasket;

/// <summary>Means over all items, to which items with few purchases are drawn. Worked out when the baskets have grown by a hundredth.</summary>
public sealed class StoreTotals
{
    private int _until = -1;
    private double _recent;
    private long _recentAt;
    private double _halfLife = 1;

    public int MostBaskets { get; private set; } = 1;

    public double LogGap { get; private set; } = 3;

    public double RepeatShare { get; private set; }

    public double AgainShare { get; private set; }

    public double KeptShare { get; private set; }

    public double RecentAt(long now) => _recent * Math.Pow(2, -BasketDays.Between(_recentAt, Math.Max(now, _recentAt)) / _halfLife);

    public void Read(BasketStatistics all)
    {
        if (all.Baskets <= _until)
        {
            return;
        }

        _until = all.Baskets + (all.Baskets / 100);
        _halfLife = all.RecentHalfLifeDays;
        _recentAt = all.NewestAt;
        double gaps = 0, recent = 0;
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
            recent += counts.Recent(_recentAt, _halfLife);
        }

        _recent = recent;
        LogGap = repeats == 0 ? 3 : gaps / repeats;
        RepeatShare = (double)repeats / Math.Max(baskets, 1);
        AgainShare = (double)again / Math.Max(afterLast, 1);
        KeptShare = (double)repeats / Math.Max(afterAny, 1);
    }
}
