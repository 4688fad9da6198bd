using Personalization.Decisions.Contracts;
using Personalization.Decisions.Learning;

namespace Personalization.Decisions.OffPolicy;

/// <summary>One decision of the product's own log, with what came of it.</summary>
/// <param name="Slot">What was offered and shown, with its probabilities.</param>
/// <param name="Context">Of the call.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Reward">The total of its rewards.</param>
public sealed record RewardedSlot(LoggedSlot Slot, IReadOnlyList<NamedValue>? Context, DateTimeOffset At, double Reward);
