namespace Personalization.Discovery.Baskets;

/// <summary>What one shopper bought at one time.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Items">Item numbers, each once.</param>
/// <param name="Quantities">Units of each item; null: not known.</param>
public sealed record PastBasket(long At, int[] Items, double[]? Quantities = null);
