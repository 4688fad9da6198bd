namespace Personalization.Decisions.Contracts;

/// <param name="State">One of <see cref="RewardStates"/>.</param>
/// <param name="Duplicate">It was there before and changed nothing.</param>
public sealed record RewardReply(string State, bool Duplicate = false);
