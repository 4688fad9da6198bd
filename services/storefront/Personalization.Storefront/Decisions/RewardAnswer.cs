namespace Personalization.Storefront.Decisions;

/// <param name="Accepted">It counts, or counted before.</param>
/// <param name="Duplicate">It changed nothing.</param>
/// <param name="Durable">It is committed.</param>
/// <param name="State">`waiting`, `late` or `early`.</param>
public sealed record RewardAnswer(bool Accepted, bool Duplicate, bool Durable, string State);
