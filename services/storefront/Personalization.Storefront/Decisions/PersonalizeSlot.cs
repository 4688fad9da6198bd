using Personalization.Decisions.Contracts;

namespace Personalization.Storefront.Decisions;

/// <param name="Name">Of the slot.</param>
/// <param name="Items">Those that may be shown, at least one.</param>
public sealed record PersonalizeSlot(string Name, IReadOnlyList<DecideItem> Items);
