namespace Personalization.Decisions.Api.Learning;

/// <summary>One slot of a call that a model learned from.</summary>
/// <param name="Call">The call's id, within its store.</param>
/// <param name="Index">Of the slot in the call.</param>
internal sealed record LearnedSlot(string Call, int Index);
