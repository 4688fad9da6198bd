namespace Personalization.Discovery.Contracts;

/// <param name="Product">The product.</param>
/// <param name="Popularity">Frozen popularity, 0 or more: decayed number of purchases.</param>
/// <param name="Text">More text the product is found by, such as its description; null for none.</param>
public sealed record SnapshotProduct(Product Product, double Popularity, string? Text = null);
