using Personalization.Decisions.Choices;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
using Personalization.Decisions.Learning;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.OffPolicy;

/// <summary>
/// Judges settings that were never in force by the log of those that were. Each half of the log is decided by a model that learned the other half, so
/// that no decision is judged by what came of it.
/// </summary>
public static class LogJudge
{
    /// <param name="log">At least two decisions, the newest first.</param>
    /// <param name="candidate">The settings to judge.</param>
    /// <param name="options">How.</param>
    public static OffPolicyReport Judge(IReadOnlyList<RewardedSlot> log, SlotSettings candidate, OffPolicyOptions options)
    {
        var exploration = candidate.Exploration.Create() ?? new EpsilonGreedy(candidate.Exploration.Epsilon);
        var space = FeatureSpace.Of(candidate.Model);
        BanditModel[] models = [new(candidate.Model), new(candidate.Model)];
        var end = log.Max(decision => decision.At);
        foreach (var (i, decision) in log.Index().Reverse())
        {
            var shown = decision.Slot.Items[decision.Slot.Chosen];
            models[1 - (i % 2)].Learn(shown.Id, SlotDecider.Encode(space, decision.Context, shown.Features), decision.Reward, decision.At);
        }

        return OffPolicyEvaluator.Evaluate([.. log.Index().Select(entry => Weigh(entry.Item, models[entry.Index % 2], space, exploration, end))], options);
    }

    private static WeighedDecision Weigh(RewardedSlot decision, BanditModel model, FeatureSpace space, IExploration exploration, DateTimeOffset time)
    {
        LoggedSlot slot = decision.Slot;
        var estimates = new ArmEstimate[slot.Items.Count];
        for (var i = 0; i < estimates.Length; i++)
        {
            estimates[i] = model.Estimate(slot.Items[i].Id, SlotDecider.Encode(space, decision.Context, slot.Items[i].Features), time, exploration.NeedsDeviations);
        }

        var probabilities = new double[estimates.Length];
        exploration.Fill(estimates, probabilities);
        var mean = 0.0;
        for (var i = 0; i < estimates.Length; i++)
        {
            mean += probabilities[i] * estimates[i].Mean;
        }

        return new WeighedDecision(slot.Probabilities[slot.Chosen], probabilities[slot.Chosen], decision.Reward, estimates[slot.Chosen].Mean, mean);
    }
}
