namespace Personalization.Decisions.OffPolicy;

/// <summary>What a log says of a policy that did not write it. The estimates are null where the overlap is <see cref="OffPolicy.Overlap.Refused"/>.</summary>
public sealed record OffPolicyReport
{
    public required int Decisions { get; init; }

    /// <summary>(sum w)^2 / sum w^2 (Kong 1992).</summary>
    public required double EffectiveSampleSize { get; init; }

    /// <summary>Mean importance weight: 1 up to chance where propensities are right and every choice was possible.</summary>
    public required double MeanWeight { get; init; }

    public required double LargestWeight { get; init; }

    public required Overlap Overlap { get; init; }

    /// <summary>Why the overlap is not enough; null when it is.</summary>
    public string? Warning { get; init; }

    /// <summary>Of the policy that wrote the log.</summary>
    public required ValueEstimate Logged { get; init; }

    /// <summary>Inverse propensity score (Horvitz, Thompson 1952).</summary>
    public ValueEstimate? Ips { get; init; }

    /// <summary>Self-normalised (Swaminathan, Joachims 2015).</summary>
    public ValueEstimate? Snips { get; init; }

    /// <summary>Direct method: the reward model alone.</summary>
    public ValueEstimate? Direct { get; init; }

    /// <summary>Doubly robust (Dudik, Langford, Li 2011).</summary>
    public ValueEstimate? DoublyRobust { get; init; }

    /// <summary>
    /// True when the judged policy is surely better than the logged one: the lower end of the doubly robust estimate of what it gains, decision by
    /// decision on the same log, is above zero.
    /// </summary>
    public bool Beats { get; init; }

    /// <summary>Of judged minus logged, doubly robust.</summary>
    public ValueEstimate? Gain { get; init; }
}
