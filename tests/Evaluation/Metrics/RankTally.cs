namespace Personalization.Evaluation.Metrics;

/// <summary>Mean reciprocal ranks of several orders of the same cases, over all and by groups.</summary>
/// <param name="orders">How many orders are compared.</param>
/// <param name="groups">How many groups there are.</param>
public sealed class RankTally(int orders, int groups)
{
    private readonly double[] _sums = new double[orders * groups];
    private readonly int[] _cases = new int[groups];

    public int Cases => _cases.Sum();

    public int CasesOf(int group) => _cases[group];

    /// <param name="group">The case's group.</param>
    /// <param name="ranks">Its rank in each order, 1 the best.</param>
    public void Add(int group, params ReadOnlySpan<double> ranks)
    {
        _cases[group]++;
        for (var order = 0; order < ranks.Length; order++)
        {
            _sums[(order * groups) + group] += 1 / ranks[order];
        }
    }

    /// <summary>Not a number where there is no case.</summary>
    public double Mean(int order, int group) => _sums[(order * groups) + group] / _cases[group];

    public double Mean(int order) => Enumerable.Range(0, groups).Sum(group => _sums[(order * groups) + group]) / Cases;
}
