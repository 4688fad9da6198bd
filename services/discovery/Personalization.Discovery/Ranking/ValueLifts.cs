using Personalization.Search.Index;

namespace Personalization.Discovery.Ranking;

/// <summary>What each value of one kind adds for one shopper, dense by value number. Rented: give it back to be cleared.</summary>
internal sealed class ValueLifts(ValueTable table)
{
    private readonly float[] _lifts = new float[table.Count];
    private readonly List<int> _set = [];

    public bool IsEmpty => _set.Count == 0;

    public float this[int value] => _lifts[value];

    public void Add(int value, double lift)
    {
        if (_lifts[value] == 0 && lift != 0)
        {
            _set.Add(value);
        }

        _lifts[value] += (float)lift;
    }

    /// <summary>The lifts of a product's values, damped by the root of their number: values of one kind overlap.</summary>
    public double Sum(ReadOnlySpan<int> values)
    {
        if (_set.Count == 0)
        {
            return 0;
        }

        var sum = 0.0;
        var counted = 0;
        foreach (var value in values)
        {
            var lift = _lifts[value];
            if (lift != 0)
            {
                sum += lift;
                counted++;
            }
        }

        return counted > 1 ? sum / Math.Sqrt(counted) : sum;
    }

    public void Clear()
    {
        foreach (var value in _set)
        {
            _lifts[value] = 0;
        }

        _set.Clear();
    }
}
