namespace Personalization.Storefront.Decisions;

/// <param name="Decisions">In the order of the slots.</param>
public sealed record DecisionsAnswer(IReadOnlyList<DecisionAnswer> Decisions);
