namespace Personalization.Decisions.Api.Learning;

/// <summary>One slot of a call that a model learned from.</summary>
/// <param name="Call">The call's id, within its store.</param>
/// <param name="Index">Of the slot in the call.</param>
/// <param name="Reward">With which it was learned; only where what is learned depends on the order, so that the list says all of it.</param>
/// <param name="Before">The reward that this one took the place of: the entry corrects an earlier one. Null: the first of its decision.</param>
internal sealed record LearnedSlot(string Call, int Index, double? Reward = null, double? Before = null);
