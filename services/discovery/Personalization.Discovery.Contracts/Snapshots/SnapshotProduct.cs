namespace Personalization.Discovery.Contracts;

/// <param name="Product">The product.</param>
/// <param name="Popularity">Frozen popularity, 0 or more; equals keep the order of the ids.</param>
public sealed record SnapshotProduct(Product Product, double Popularity);
