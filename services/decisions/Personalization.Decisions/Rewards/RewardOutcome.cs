namespace Personalization.Decisions.Rewards;

/// <summary>What became of a reward that was sent.</summary>
public enum RewardOutcome
{
    /// <summary>It counts.</summary>
    Counted,

    /// <summary>It was there already and changes nothing.</summary>
    Duplicate,

    /// <summary>The decision has as many rewards as are kept.</summary>
    Full,
}
