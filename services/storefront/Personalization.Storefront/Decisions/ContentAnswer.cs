using Personalization.Decisions.Contracts;

namespace Personalization.Storefront.Decisions;

/// <param name="ContentItems">The first to be shown first.</param>
/// <param name="Degraded">True of an answer that is the last good one, or none.</param>
/// <param name="Reason">Why.</param>
public sealed record ContentAnswer(IReadOnlyList<ContentItem> ContentItems, bool? Degraded = null, string? Reason = null);
