using Personalization.Decisions.Choices;

namespace Personalization.Decisions.Deciding;

/// <summary>A second policy that makes a share of a slot's decisions. What is drawn from, and logged, is the mixture of both, so propensities stay exact.</summary>
/// <param name="Exploration">The second policy.</param>
/// <param name="Share">Above 0, below 1.</param>
public sealed record Ramp(ExplorationOptions Exploration, double Share);
