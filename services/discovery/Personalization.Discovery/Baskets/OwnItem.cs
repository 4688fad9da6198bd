namespace Personalization.Discovery.Baskets;

/// <summary>What one shopper's baskets say of one item. Ages count baskets: the last one has age 0.</summary>
public sealed class OwnItem
{
    /// <summary>Baskets with the item.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the first basket with it.</summary>
    public int First { get; private set; }

    /// <summary>Number of the last basket with it.</summary>
    public int Last { get; private set; }

    /// <summary>Time of the first basket with it.</summary>
    public long FirstAt { get; private set; }

    /// <summary>Time of the last basket with it.</summary>
    public long LastAt { get; private set; }

    /// <summary>Quantities known, oldest first; the last ones.</summary>
    public IReadOnlyList<double> Quantities => _quantities;

    /// <summary>Gaps between its purchases; those of one moment are none.</summary>
    public int Gaps { get; private set; }

    /// <summary>Sum of the logarithms of the gaps in days.</summary>
    public double LogGaps { get; private set; }

    /// <summary>The same with each gap counting <see cref="GapDecay"/> times the next one.</summary>
    public double LateLogGaps { get; private set; }

    /// <summary>What the weights of <see cref="LateLogGaps"/> sum to.</summary>
    public double LateGaps { get; private set; }

    internal const double GapDecay = 0.6;

    private const int MaxQuantities = 16;

    private readonly List<double> _quantities = [];
    private double _slow;
    private double _fast;

    /// <summary>Sum of 0.9^age over the baskets with it.</summary>
    /// <param name="last">Number of the shopper's last basket.</param>
    public double Slow(int last) => _slow * Math.Pow(SlowDecay, last - Last);

    /// <summary>Sum of 0.6^age.</summary>
    /// <param name="last">Number of the shopper's last basket.</param>
    public double Fast(int last) => _fast * Math.Pow(FastDecay, last - Last);

    /// <summary>Mean days between purchases; 0 after one.</summary>
    public double MeanGapDays => Count < 2 ? 0 : (LastAt - FirstAt) / (BasketDays.Milliseconds * (Count - 1));

    internal const double SlowDecay = 0.9;

    internal const double FastDecay = 0.6;

    internal void Add(int basket, long at, double? quantity)
    {
        if (Count == 0)
        {
            (First, FirstAt) = (basket, at);
        }
        else if (at > LastAt)
        {
            var gap = Math.Log(BasketDays.Between(LastAt, at));
            Gaps++;
            LogGaps += gap;
            LateLogGaps = (LateLogGaps * GapDecay) + gap;
            LateGaps = (LateGaps * GapDecay) + 1;
        }

        if (quantity is { } units)
        {
            if (_quantities.Count == MaxQuantities)
            {
                _quantities.RemoveAt(0);
            }

            _quantities.Add(units);
        }

        _slow = 1 + (_slow * Math.Pow(SlowDecay, basket - Last));
        _fast = 1 + (_fast * Math.Pow(FastDecay, basket - Last));
        (Last, LastAt) = (basket, at);
        Count++;
    }
}
