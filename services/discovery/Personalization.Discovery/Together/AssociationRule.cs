namespace Personalization.Discovery.Together;

/// <summary>Who has all on the left tends to have the right (Agrawal, Imielinski, Swami 1993).</summary>
/// <param name="Left">Items, ascending.</param>
/// <param name="Right">One item that is not on the left.</param>
/// <param name="Support">Share of all baskets that have both sides.</param>
/// <param name="Confidence">Of the baskets with the left side, the share that has the right one too.</param>
/// <param name="Lift">Confidence over the share of all baskets that have the right side.</param>
public sealed record AssociationRule(IReadOnlyList<int> Left, int Right, double Support, double Confidence, double Lift);
