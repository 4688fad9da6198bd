using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
using Personalization.Decisions.Models;
using Personalization.Decisions.Rewards;

namespace Personalization.Decisions.Learning;

/// <summary>What one slot of a call teaches, once its window is closed.</summary>
public static class Lesson
{
    /// <summary>
    /// Brings the model to what is known now: learned for the first time, corrected, or left as it is. What the model holds for a slot is written down
    /// in its outcome in the same transaction, so that nothing is learned twice or lost, whoever stops when.
    /// </summary>
    /// <returns>The outcome to write with the model; null when there is nothing to write.</returns>
    public static CallOutcome? Teach(BanditModel model, SlotSettings settings, LoggedCall call, CallOutcome outcome, int index)
    {
        if (call.Deferred && !outcome.Activated.Contains(index))
        {
            return null;
        }

        var reward = RewardLedger.Total(outcome.Rewards.GetValueOrDefault(index) ?? [], settings.Aggregation, settings.DefaultReward);
        var slot = call.Slots[index];
        var item = slot.Items[slot.Chosen];
        var isLearned = outcome.Learned.TryGetValue(index, out var before);
        if (isLearned && before == reward)
        {
            return null;
        }

        var x = SlotDecider.Encode(FeatureSpace.Of(settings.Model), call.Context, item.Features);
        if (isLearned)
        {
            model.Correct(item.Id, x, before, reward, call.At);
        }
        else
        {
            model.Learn(item.Id, x, reward, call.At);
        }

        return outcome.WithLearned(index, reward);
    }
}
