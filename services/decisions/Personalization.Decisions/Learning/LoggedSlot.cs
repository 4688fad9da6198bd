using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Learning;

/// <summary>One slot of a logged call: what it is learned from, and judged by.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Items">Offered, in the order they came.</param>
/// <param name="Probabilities">Of each.</param>
/// <param name="Chosen">Index of the one shown.</param>
public sealed record LoggedSlot(string Slot, IReadOnlyList<DecideItem> Items, IReadOnlyList<double> Probabilities, int Chosen);
