namespace Personalization.Discovery.Baskets;

/// <summary>An order as a store's log holds it.</summary>
/// <param name="Shopper">A number that names nobody.</param>
/// <param name="At">Unix milliseconds, of its first line.</param>
/// <param name="Products">Each once, in ordinal order.</param>
/// <param name="Quantities">Units of each.</param>
public sealed record PastPurchase(long Shopper, long At, IReadOnlyList<string> Products, IReadOnlyList<double> Quantities);
