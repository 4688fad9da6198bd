using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Deciding;

/// <summary>What was decided for one slot.</summary>
/// <param name="Decided">As it is answered.</param>
/// <param name="Probabilities">By item, in the order they were offered: what was drawn from.</param>
/// <param name="Chosen">Index of the one selected.</param>
public sealed record SlotDecision(DecidedSlot Decided, IReadOnlyList<double> Probabilities, int Chosen);
