namespace Personalization.Decisions.Contracts;

/// <summary>What the log says of the judged settings.</summary>
public sealed record EvaluateReply
{
    /// <summary>Learned decisions of the slot that were judged by.</summary>
    public required int Decisions { get; init; }

    public required double EffectiveSampleSize { get; init; }

    /// <summary>1 up to chance where the propensities are right.</summary>
    public required double MeanWeight { get; init; }

    /// <summary>`enough`, `low`, or `refused`: then there are no estimates.</summary>
    public required string Overlap { get; init; }

    public string? Warning { get; init; }

    /// <summary>Of what was in force.</summary>
    public EstimateReply? Logged { get; init; }

    public EstimateReply? Ips { get; init; }

    public EstimateReply? Snips { get; init; }

    public EstimateReply? Direct { get; init; }

    public EstimateReply? DoublyRobust { get; init; }

    /// <summary>Of judged minus logged, doubly robust.</summary>
    public EstimateReply? Gain { get; init; }

    /// <summary>True when the lower end of <see cref="Gain"/> is above zero: only then should it be put in force.</summary>
    public required bool Promotable { get; init; }
}
