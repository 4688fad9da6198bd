namespace Personalization.Discovery.Baskets;

/// <summary>What all shoppers' baskets say of one item.</summary>
public sealed class ItemCounts
{
    internal const double RushHalfLifeDays = 2;

    private double _recent;
    private double _rush;
    private long _recentAt;

    /// <summary>Baskets with the item.</summary>
    public int Baskets { get; private set; }

    /// <summary>Baskets with it of shoppers who had it before.</summary>
    public int Repeats { get; private set; }

    /// <summary>Shoppers who bought it.</summary>
    public int Shoppers => Baskets - Repeats;

    /// <summary>Baskets of shoppers who had the item in the basket before.</summary>
    public int AfterLast { get; private set; }

    /// <summary>Of those, baskets with the item again.</summary>
    public int AgainAfterLast { get; private set; }

    /// <summary>Baskets of shoppers who had the item in any basket before.</summary>
    public int AfterAny { get; private set; }

    /// <summary>Sum of the logarithms of gaps between two purchases by one shopper, in days.</summary>
    public double LogGaps { get; private set; }

    /// <summary>Baskets that stand beside it in <see cref="BasketStatistics.Together"/>: those small enough to be paired.</summary>
    public int Paired { get; private set; }

    /// <summary>Baskets with it, each halved by every half-life that has passed since.</summary>
    public double Recent(long now, double halfLifeDays) => _recent * Math.Pow(2, -BasketDays.Between(_recentAt, Math.Max(now, _recentAt)) / halfLifeDays);

    /// <summary>The same with a half-life of days.</summary>
    public double Rush(long now) => _rush * Math.Pow(2, -BasketDays.Between(_recentAt, Math.Max(now, _recentAt)) / RushHalfLifeDays);

    /// <summary>False when <see cref="Rush"/> is certainly below a hundredth: without a power, for those who ask it of every item.</summary>
    internal bool MayRush(long now) => _rush > 0 && Math.ILogB(_rush) + 1 - (BasketDays.Between(_recentAt, now) / RushHalfLifeDays) >= -7;

    internal void Bought(long at, OwnItem? before, double halfLifeDays, bool paired)
    {
        _recent = at >= _recentAt
            ? 1 + Recent(at, halfLifeDays)
            : _recent + Math.Pow(2, -BasketDays.Between(at, _recentAt) / halfLifeDays);
        _rush = at >= _recentAt ? 1 + Rush(at) : _rush + Math.Pow(2, -BasketDays.Between(at, _recentAt) / RushHalfLifeDays);
        _recentAt = Math.Max(at, _recentAt);
        Baskets++;
        Paired += paired ? 1 : 0;
        if (before is not null)
        {
            Repeats++;
            LogGaps += Math.Log(Math.Max(BasketDays.Between(before.LastAt, at), 0.04));
        }
    }

    internal void Passed(bool inLast, bool again)
    {
        AfterAny++;
        if (inLast)
        {
            AfterLast++;
            AgainAfterLast += again ? 1 : 0;
        }
    }
}
