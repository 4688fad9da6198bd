namespace Personalization.Discovery.Recommendations;

/// <param name="ProductId">What.</param>
/// <param name="Due">When it is expected to be bought again.</param>
/// <param name="Days">After the last purchase.</param>
/// <param name="Baskets">Own baskets with it.</param>
/// <param name="Quantity">How many are usually taken.</param>
public sealed record DueProduct(string ProductId, DateTimeOffset Due, double Days, int Baskets, decimal? Quantity);
