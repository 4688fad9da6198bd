using System.Diagnostics;

namespace Personalization.Load.Statistics;

/// <summary>The times of calls, all kept: percentiles are exact.</summary>
public sealed class LatencySample
{
    private readonly List<long> _ticks = [];
    private bool _sorted;

    public int Count => _ticks.Count;

    /// <summary>Adds one time, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Add(long ticks)
    {
        _ticks.Add(ticks);
        _sorted = false;
    }

    public void Clear() => _ticks.Clear();

    /// <summary>The time that <paramref name="share"/> of the calls did not exceed (nearest rank); NaN without a call.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    public double Milliseconds(double share)
    {
        if (_ticks.Count == 0)
        {
            return double.NaN;
        }

        if (!_sorted)
        {
            _ticks.Sort();
            _sorted = true;
        }

        var rank = (int)Math.Ceiling(share * _ticks.Count);
        return _ticks[Math.Clamp(rank, 1, _ticks.Count) - 1] * 1000.0 / Stopwatch.Frequency;
    }

    public LatencySummary Summarize() => new(Milliseconds(0.50), Milliseconds(0.90), Milliseconds(0.99));
}
