namespace Personalization.Decisions.Contracts;

/// <param name="Id">The item.</param>
/// <param name="Score">The reward to expect of it.</param>
/// <param name="Probability">With which it would have been selected.</param>
public sealed record RankedItem(string Id, double Score, double Probability);
