namespace Personalization.Decisions.Rewards;

/// <summary>One reward of one decision.</summary>
/// <param name="EventId">Counted once.</param>
/// <param name="Value">Finite.</param>
/// <param name="At">When it happened.</param>
/// <param name="Order">What a later return takes back: the order (or the product where none was named); null where nothing does.</param>
/// <param name="TakesBack">True of a return: its value stands for nothing, it cancels what <paramref name="Order"/> brought.</param>
public sealed record RewardEvent(string EventId, double Value, DateTimeOffset At, string? Order = null, bool TakesBack = false);
