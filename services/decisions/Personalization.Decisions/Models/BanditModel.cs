namespace Personalization.Decisions.Models;

/// <summary>
/// What rewards to expect of items: a linear model for each item (disjoint, as in Li et al. 2010), whose prior is the model of all
/// items together, so that an item first seen today starts from what its features did for others. With full covariance up to
/// <see cref="ModelOptions.MostFull"/> dimensions, with a diagonal one above. Not for concurrent use.
/// </summary>
public sealed class BanditModel
{
    private readonly FullBandit? _full;
    private readonly DiagonalBandit? _diagonal;

    public BanditModel(ModelOptions options)
    {
        if (options.IsDiagonal)
        {
            _diagonal = new DiagonalBandit(options);
        }
        else
        {
            _full = new FullBandit(options);
        }
    }

    /// <summary>Of items with statistics of their own.</summary>
    /// <exception cref="NotSupportedException">The model is diagonal: it has no sums of products.</exception>
    public IEnumerable<KeyValuePair<string, LinearStatistics>> Arms => Full.Arms;

    /// <summary>Of all items together.</summary>
    /// <exception cref="NotSupportedException">The model is diagonal: it has no sums of products.</exception>
    public LinearStatistics Common => Full.Common;

    /// <summary>The variance of rewards around their mean, over all items.</summary>
    public double NoiseVariance => Bandit.NoiseVariance;

    private IBandit Bandit => (IBandit?)_full ?? _diagonal!;

    private FullBandit Full => _full ?? throw new NotSupportedException("A diagonal model has no sums of products.");

    public bool Knows(string item) => Bandit.Knows(item);

    /// <summary>The reward to expect of an item.</summary>
    /// <param name="item">The item; an unknown one is judged by the prior.</param>
    /// <param name="x">Its features in this context.</param>
    /// <param name="time">Now.</param>
    /// <param name="deviations">Whether the uncertainty is wanted too, which costs d^2; d in a diagonal model.</param>
    public ArmEstimate Estimate(string item, ReadOnlySpan<double> x, DateTimeOffset time, bool deviations) => Bandit.Estimate(item, x, time, deviations);

    /// <summary>The weight of each of the d places for an item: what its reasons are made of. Valid until the model is asked or taught again.</summary>
    public ReadOnlySpan<double> Weights(string item, DateTimeOffset time) => Bandit.Weights(item, time);

    /// <summary>One observed reward, at the time of the decision.</summary>
    public void Learn(string item, ReadOnlySpan<double> x, double reward, DateTimeOffset time) => Bandit.Learn(item, x, reward, time);

    /// <summary>The reward of a decision that was learned before is another one now: late, or taken back.</summary>
    public void Correct(string item, ReadOnlySpan<double> x, double before, double after, DateTimeOffset time) => Bandit.Correct(item, x, before, after, time);

    /// <summary>Adds what another model of the same options learned.</summary>
    public void Merge(BanditModel other)
    {
        if (_diagonal is not null)
        {
            _diagonal.Merge(other._diagonal ?? throw new ArgumentException("The other model has full covariance.", nameof(other)));
        }
        else
        {
            Full.Merge(other.Full);
        }
    }

    /// <summary>Puts statistics in, as they were kept: in place of the item's, and of the common ones.</summary>
    public void Restore(IEnumerable<KeyValuePair<string, LinearStatistics>> arms, LinearStatistics common) => Full.Restore(arms, common);

    internal KeptStatistics KeepCommon() => Bandit.KeepCommon();

    internal IEnumerable<KeyValuePair<string, KeptStatistics>> KeepArms() => Bandit.KeepArms();

    internal void Restore(KeptStatistics common, IEnumerable<KeyValuePair<string, KeptStatistics>> arms) => Bandit.Restore(common, arms);
}
