namespace Personalization.Decisions.Models;

/// <summary>What rewards to expect of items, learned one observation at a time. Not for concurrent use.</summary>
internal interface IBandit
{
    bool Knows(string item);

    double NoiseVariance { get; }

    ArmEstimate Estimate(string item, ReadOnlySpan<double> x, DateTimeOffset time, bool deviations);

    ReadOnlySpan<double> Weights(string item, DateTimeOffset time);

    void Learn(string item, ReadOnlySpan<double> x, double reward, DateTimeOffset time);

    void Correct(string item, ReadOnlySpan<double> x, double before, double after, DateTimeOffset time);

    /// <summary>What is kept of all items together.</summary>
    KeptStatistics KeepCommon();

    /// <summary>What is kept of each item.</summary>
    IEnumerable<KeyValuePair<string, KeptStatistics>> KeepArms();

    /// <summary>Puts in what was kept.</summary>
    void Restore(KeptStatistics common, IEnumerable<KeyValuePair<string, KeptStatistics>> arms);
}
