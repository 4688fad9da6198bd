namespace Personalization.Hosting.Metrics;

/// <summary>One line of labels of one instrument, with what was measured under it since the start.</summary>
internal sealed class MetricSeries(string labels, double[]? bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = bounds is null ? [] : new long[bounds.Length];
    private double _value;
    private long _count;

    public string Labels => labels;

    public void Add(double delta)
    {
        lock (_gate)
        {
            _value += delta;
        }
    }

    public void Set(double value)
    {
        lock (_gate)
        {
            _value = value;
        }
    }

    public void Record(double value)
    {
        lock (_gate)
        {
            _value += value;
            _count++;
            for (var i = 0; i < _buckets.Length; i++)
            {
                if (value <= bounds![i])
                {
                    _buckets[i]++;
                    break;
                }
            }
        }
    }

    /// <summary>Sum or value, number of measurements, and how many fell into each bucket alone.</summary>
    public (double Value, long Count, long[] Buckets) Read()
    {
        lock (_gate)
        {
            return (_value, _count, [.. _buckets]);
        }
    }
}
