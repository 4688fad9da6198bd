namespace Personalization.Decisions.Models;

/// <summary>A linear model with full covariance for each item, solved from sums that add in any order.</summary>
internal sealed class FullBandit : IBandit
{
    /// <summary>Observations after which a posterior is solved anew, against the drift of rounding and of the common prior.</summary>
    private const int SolveAfter = 64;

    /// <summary>Half-lives after which it is solved anew, because forgetting shrinks what was learned towards the prior.</summary>
    private const double SolveAfterTime = 1.0 / 16;

    private const double NoVariance = 0.25;
    private const double LeastVariance = 1e-6;

    private readonly ModelOptions _options;
    private readonly Forgetting _forgetting;
    private readonly Dictionary<string, Posterior> _arms = new(StringComparer.Ordinal);
    private readonly Posterior _common;

    public FullBandit(ModelOptions options)
    {
        _options = options;
        _forgetting = new Forgetting(options.HalfLife);
        _common = new Posterior(new LinearStatistics(options.Dimensions));
    }

    /// <summary>Of items with statistics of their own.</summary>
    public IEnumerable<KeyValuePair<string, LinearStatistics>> Arms => _arms.Select(arm => KeyValuePair.Create(arm.Key, arm.Value.Statistics));

    /// <summary>Of all items together.</summary>
    public LinearStatistics Common => _common.Statistics;

    public bool Knows(string item) => _arms.ContainsKey(item);

    /// <summary>The variance of rewards around their mean, over all items.</summary>
    public double NoiseVariance
    {
        get
        {
            var all = _common.Statistics;
            if (all.Weight <= 0)
            {
                return NoVariance;
            }

            var mean = all.Rewards / all.Weight;
            return Math.Max((all.Squares / all.Weight) - (mean * mean), LeastVariance);
        }
    }

    /// <summary>The reward to expect of an item.</summary>
    /// <param name="item">The item; an unknown one is judged by the prior.</param>
    /// <param name="x">Its features in this context.</param>
    /// <param name="time">Now.</param>
    /// <param name="deviations">Whether the uncertainty is wanted too, which costs d^2.</param>
    public ArmEstimate Estimate(string item, ReadOnlySpan<double> x, DateTimeOffset time, bool deviations)
    {
        var position = _forgetting.Position(time);
        var common = Current(_common, default, position);
        if (!_arms.TryGetValue(item, out var arm))
        {
            return new ArmEstimate(common.Predict(x), deviations ? Math.Sqrt(NoiseVariance * Vectors.Dot(x, x) / _options.Ridge) : 0);
        }

        var solution = Current(arm, common.Mean, position);
        return new ArmEstimate(solution.Predict(x), deviations ? Math.Sqrt(NoiseVariance * solution.Variance(x)) : 0);
    }

    /// <summary>The weight of each of the d places for an item: what its reasons are made of.</summary>
    public ReadOnlySpan<double> Weights(string item, DateTimeOffset time)
    {
        var position = _forgetting.Position(time);
        var common = Current(_common, default, position);
        return _arms.TryGetValue(item, out var arm) ? Current(arm, common.Mean, position).Mean : common.Mean;
    }

    /// <summary>One observed reward, at the time of the decision.</summary>
    public void Learn(string item, ReadOnlySpan<double> x, double reward, DateTimeOffset time)
    {
        var position = _forgetting.Position(time);
        _common.Learn(x, reward, position);
        Arm(item)?.Learn(x, reward, position);
    }

    /// <summary>The reward of a decision that was learned before is another one now: late, or taken back.</summary>
    public void Correct(string item, ReadOnlySpan<double> x, double before, double after, DateTimeOffset time)
    {
        var position = _forgetting.Position(time);
        _common.Correct(x, before, after, position);
        Arm(item)?.Correct(x, before, after, position);
    }

    /// <summary>Adds what another model learned.</summary>
    public void Merge(FullBandit other)
    {
        _common.Merge(other.Common);
        foreach (var (item, statistics) in other.Arms)
        {
            Arm(item)?.Merge(statistics);
        }
    }

    /// <summary>Puts statistics in, as they were kept: in place of the item's, and of the common ones.</summary>
    public void Restore(IEnumerable<KeyValuePair<string, LinearStatistics>> arms, LinearStatistics common)
    {
        _common.Replace(common);
        foreach (var (item, statistics) in arms)
        {
            Arm(item)?.Replace(statistics);
        }
    }

    public KeptStatistics KeepCommon() => KeptStatistics.From(Common);

    public IEnumerable<KeyValuePair<string, KeptStatistics>> KeepArms() => Arms.Select(arm => KeyValuePair.Create(arm.Key, KeptStatistics.From(arm.Value)));

    public void Restore(KeptStatistics common, IEnumerable<KeyValuePair<string, KeptStatistics>> arms) =>
        Restore(arms.Select(arm => KeyValuePair.Create(arm.Key, arm.Value.ToStatistics())), common.ToStatistics());

    private Posterior? Arm(string item)
    {
        if (!_arms.TryGetValue(item, out var arm) && _arms.Count < _options.MaxArms)
        {
            _arms.Add(item, arm = new Posterior(new LinearStatistics(_options.Dimensions)));
        }

        return arm;
    }

    private RidgeSolution Current(Posterior posterior, ReadOnlySpan<double> prior, double position)
    {
        if (posterior.Solution is not { } solution || posterior.Learned >= SolveAfter || Math.Abs(position - posterior.SolvedAt) > SolveAfterTime)
        {
            solution = RidgeSolution.Solve(posterior.Statistics, prior, _options.Ridge, position);
            posterior.Solved(solution, position);
        }

        return solution;
    }

    /// <summary>Statistics, and the solution that follows from them.</summary>
    private sealed class Posterior(LinearStatistics statistics)
    {
        public LinearStatistics Statistics { get; private set; } = statistics;

        public RidgeSolution? Solution { get; private set; }

        public int Learned { get; private set; }

        public double SolvedAt { get; private set; }

        public void Solved(RidgeSolution solution, double at) => (Solution, SolvedAt, Learned) = (solution, at, 0);

        public void Learn(ReadOnlySpan<double> x, double reward, double position)
        {
            var epoch = Statistics.Epoch;
            var weight = Statistics.Add(x, reward, position);
            if (Statistics.Epoch == epoch)
            {
                Solution?.Add(x, reward, weight);
                Learned++;
            }
            else
            {
                Solution = null;
            }
        }

        public void Correct(ReadOnlySpan<double> x, double before, double after, double position)
        {
            Statistics.Correct(x, before, after, position);
            Solution = null;
        }

        public void Merge(LinearStatistics other)
        {
            Statistics.Merge(other);
            Solution = null;
        }

        public void Replace(LinearStatistics other)
        {
            Statistics = other;
            Solution = null;
        }
    }
}
