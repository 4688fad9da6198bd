namespace Personalization.Drills.Deciding;

/// <summary>One entry of the list of what a model learned.</summary>
/// <param name="Call">The decision.</param>
/// <param name="Reward">With which it was learned; null where the order says nothing.</param>
/// <param name="Before">What that took the place of; null for the first of its decision.</param>
internal sealed record LearnedEntry(string Call, double? Reward, double? Before);
