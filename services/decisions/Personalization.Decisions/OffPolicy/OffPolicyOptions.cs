namespace Personalization.Decisions.OffPolicy;

/// <summary>How policies are judged from a log.</summary>
public sealed record OffPolicyOptions
{
    /// <summary>Of the intervals, above 0 and below 1.</summary>
    public double Confidence { get; init; } = 0.95;

    public int Resamples { get; init; } = 1_000;

    /// <summary>Of the bootstrap.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>An effective sample size below it is refused.</summary>
    public double LeastEffective { get; init; } = 50;

    /// <summary>So is one below this share of the log.</summary>
    public double LeastShare { get; init; } = 0.005;

    /// <summary>Below this share the answer carries a warning.</summary>
    public double EnoughShare { get; init; } = 0.1;
}
