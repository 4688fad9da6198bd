using System.Collections.ObjectModel;
using Personalization.Decisions.Rewards;

namespace Personalization.Decisions.Learning;

/// <summary>What came of one call, slot by slot; the part that changes.</summary>
public sealed record CallOutcome
{
    /// <summary>By index of the slot.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<RewardEvent>> Rewards { get => field ?? ReadOnlyDictionary<int, IReadOnlyList<RewardEvent>>.Empty; init; } = ReadOnlyDictionary<int, IReadOnlyList<RewardEvent>>.Empty;

    /// <summary>Slots of a deferred call that were shown.</summary>
    public IReadOnlyList<int> Activated { get => field ?? []; init; } = [];

    /// <summary>By index: the reward the model holds for it. Written with the model, in one transaction.</summary>
    public IReadOnlyDictionary<int, double> Learned { get => field ?? ReadOnlyDictionary<int, double>.Empty; init; } = ReadOnlyDictionary<int, double>.Empty;

    public CallOutcome WithRewards(int slot, IReadOnlyList<RewardEvent> rewards) => this with { Rewards = new Dictionary<int, IReadOnlyList<RewardEvent>>(Rewards) { [slot] = rewards } };

    public CallOutcome WithLearned(int slot, double reward) => this with { Learned = new Dictionary<int, double>(Learned) { [slot] = reward } };

    public CallOutcome WithActivated(int slot) => this with { Activated = [.. Activated, slot] };
}
