namespace Personalization.Decisions.Contracts;

/// <summary>What rules make of one item of one slot.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Item">The item.</param>
/// <param name="Eligible">Whether it may be shown.</param>
/// <param name="Pinned">Whether it is shown whatever the model expects.</param>
/// <param name="Boost">Added to what the model expects.</param>
/// <param name="Rules">Ids of the rules that did it.</param>
public sealed record TriedItem(string Slot, string Item, bool Eligible, bool Pinned, double Boost, IReadOnlyList<string> Rules);
