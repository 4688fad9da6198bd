namespace Personalization.Decisions.Rules;

/// <summary>What rules make of one slot.</summary>
/// <param name="Items">In the order they were offered.</param>
/// <param name="Pinned">Shown whatever the model expects; null where nothing is pinned.</param>
/// <param name="PinnedBy">The rule that says so.</param>
public sealed record SlotVerdict(IReadOnlyList<ItemVerdict> Items, ItemVerdict? Pinned, Rule? PinnedBy);
