namespace Personalization.Decisions.Contracts;

/// <summary>What became of a <see cref="PolicyCommand"/>.</summary>
public sealed record PolicyReply
{
    /// <summary>What is in force now; null: the configuration.</summary>
    public DefinitionVersion? Current { get; init; }

    /// <summary>Of `promote`: the numbers, whether they let it or not.</summary>
    public EvaluateReply? Judged { get; init; }

    /// <summary>The log does not say that the candidate is better: nothing was changed.</summary>
    public bool Refused { get; init; }

    /// <summary>Nothing was promoted in this slot that could be ramped or rolled back.</summary>
    public bool Missing { get; init; }

    /// <summary>Somebody else changed it at the same time.</summary>
    public bool Conflict { get; init; }
}
