namespace Personalization.Decisions.Models;

/// <summary>
/// Linear models with a diagonal covariance, d numbers instead of d^2: for hashed crosses of context and item. All items share one model; each has the difference of its own
/// to it. An observation moves the weights by the gain of a Kalman filter whose covariance is kept diagonal (as AROW does for classes: Crammer, Kulesza, Dredze 2009), which never goes
/// beyond the reward that was observed, however many features say the same. What is learned depends on the order: the order is that of the list of what was learned, which replicas
/// lengthen one after the other, so that the same list gives the same model to the last bit.
/// </summary>
internal sealed class DiagonalBandit(ModelOptions options) : IBandit
{
    private const double NoVariance = 0.25;
    private const double LeastVariance = 1e-6;

    private readonly Forgetting _forgetting = new(options.HalfLife);
    private readonly Dictionary<string, DiagonalPosterior> _arms = new(StringComparer.Ordinal);
    private readonly double[] _weights = new double[options.Dimensions];
    private DiagonalPosterior _common = new(options.Dimensions);

    public double NoiseVariance
    {
        get
        {
            if (_common.Weight <= 0)
            {
                return NoVariance;
            }

            var mean = _common.Rewards / _common.Weight;
            return Math.Max((_common.Squares / _common.Weight) - (mean * mean), LeastVariance);
        }
    }

    public bool Knows(string item) => _arms.ContainsKey(item);

    public ArmEstimate Estimate(string item, ReadOnlySpan<double> x, DateTimeOffset time, bool deviations)
    {
        var position = _forgetting.Position(time);
        var arm = _arms.GetValueOrDefault(item);
        var mean = _common.Predict(x) + (arm?.Predict(x) ?? 0);
        return new ArmEstimate(mean, deviations ? Math.Sqrt(NoiseVariance * (arm?.Variance(x, options.Ridge, position) ?? (Vectors.Dot(x, x) / options.Ridge))) : 0);
    }

    public ReadOnlySpan<double> Weights(string item, DateTimeOffset time)
    {
        var arm = _arms.GetValueOrDefault(item);
        for (var i = 0; i < _weights.Length; i++)
        {
            _weights[i] = _common.Mean[i] + (arm?.Mean[i] ?? 0);
        }

        return _weights;
    }

    public void Learn(string item, ReadOnlySpan<double> x, double reward, DateTimeOffset time)
    {
        var position = _forgetting.Position(time);

        // An item explains what is left once all together have explained what they can: both would go to the same reward, and their sum beyond it.
        _common.Learn(x, reward, 0, options.Ridge, position);
        Arm(item)?.Learn(x, reward, _common.Predict(x), options.Ridge, position);
    }

    public void Correct(string item, ReadOnlySpan<double> x, double before, double after, DateTimeOffset time)
    {
        var position = _forgetting.Position(time);
        var moved = _common.Correct(x, before, after, 0, options.Ridge, position);
        Arm(item)?.Correct(x, before, after, moved, options.Ridge, position);
    }

    /// <summary>Joins two models as posteriors of one prior: precisions add, means count by them.</summary>
    public void Merge(DiagonalBandit other)
    {
        _common.Merge(other._common, options.Ridge);
        foreach (var (item, posterior) in other._arms)
        {
            Arm(item)?.Merge(posterior, options.Ridge);
        }
    }

    public KeptStatistics KeepCommon() => _common.Keep();

    public IEnumerable<KeyValuePair<string, KeptStatistics>> KeepArms() => _arms.Select(arm => KeyValuePair.Create(arm.Key, arm.Value.Keep()));

    public void Restore(KeptStatistics common, IEnumerable<KeyValuePair<string, KeptStatistics>> arms)
    {
        _common = DiagonalPosterior.Restore(common);
        foreach (var (item, kept) in arms)
        {
            if (Knows(item) || _arms.Count < options.MaxArms)
            {
                _arms[item] = DiagonalPosterior.Restore(kept);
            }
        }
    }

    private DiagonalPosterior? Arm(string item)
    {
        if (!_arms.TryGetValue(item, out var arm) && _arms.Count < options.MaxArms)
        {
            _arms.Add(item, arm = new DiagonalPosterior(options.Dimensions));
        }

        return arm;
    }
}
