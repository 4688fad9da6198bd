namespace Personalization.Storefront.Interactions;

/// <summary>The answer of `POST /api/interactions/track/batch`.</summary>
/// <param name="Results">One for each event, in the order of the request.</param>
/// <param name="Versions">One for each shopper of whom something was kept.</param>
public sealed record BatchAnswer(IReadOnlyList<BatchResult> Results, IReadOnlyList<ShopperVersion> Versions);
