namespace Personalization.Decisions.Rewards;

/// <summary>The rewards of one decision: each once, in any order of arrival, and what they come to.</summary>
public static class RewardLedger
{
    /// <summary>Rewards kept of one decision. Further ones are refused, so that one decision never grows without bound.</summary>
    public const int MostKept = 64;

    /// <summary>The rewards with one more.</summary>
    public static (IReadOnlyList<RewardEvent> Rewards, RewardOutcome Outcome) Add(IReadOnlyList<RewardEvent> rewards, RewardEvent reward)
    {
        if (rewards.Any(known => known.EventId == reward.EventId))
        {
            return (rewards, RewardOutcome.Duplicate);
        }

        return rewards.Count >= MostKept ? (rewards, RewardOutcome.Full) : ([.. rewards, reward], RewardOutcome.Counted);
    }

    /// <summary>What the rewards come to: the same for any order of arrival.</summary>
    /// <param name="rewards">Each once.</param>
    /// <param name="aggregation">One of <see cref="RewardAggregation"/>.</param>
    /// <param name="none">The reward of a decision that got none, or lost all it had.</param>
    public static double Total(IReadOnlyList<RewardEvent> rewards, string aggregation, double none)
    {
        var back = rewards.Where(reward => reward.TakesBack).Select(reward => reward.Order).ToHashSet(StringComparer.Ordinal);
        var standing = rewards
            .Where(reward => !reward.TakesBack && (reward.Order is null || !back.Contains(reward.Order)))
            .OrderBy(reward => reward.At).ThenBy(reward => reward.EventId, StringComparer.Ordinal)
            .ToList();
        if (standing.Count == 0)
        {
            return none;
        }

        return aggregation switch
        {
            RewardAggregation.Sum => standing.Sum(reward => reward.Value),
            RewardAggregation.Max => standing.Max(reward => reward.Value),
            _ => standing[0].Value,
        };
    }
}
