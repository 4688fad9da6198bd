namespace Personalization.Storefront.Decisions;

/// <param name="Item">Its id.</param>
/// <param name="Score">The reward to expect of it; null where nothing was decided.</param>
/// <param name="Propensity">With which it would have been selected; null where nothing was decided.</param>
public sealed record Alternative(string Item, double? Score, double? Propensity);
