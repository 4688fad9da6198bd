using Personalization.Decisions.Contracts;

namespace Personalization.Storefront.Decisions;

/// <param name="Before">Item by item, with what stands.</param>
/// <param name="After">The same with the definition put.</param>
public sealed record TrialAnswer(IReadOnlyList<TriedItem> Before, IReadOnlyList<TriedItem> After);
