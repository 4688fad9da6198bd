namespace Personalization.Discovery.Recommendations;

/// <param name="ProductId">What.</param>
/// <param name="Score">Log-odds of the trees, or the plain score.</param>
/// <param name="Baskets">Own baskets with it; 0 a product that is new to the shopper.</param>
/// <param name="LastAt">When it was last bought.</param>
/// <param name="Quantity">How many are usually taken.</param>
/// <param name="Terms">What each feature added, the strongest first; empty unless asked for.</param>
public sealed record NextProduct(string ProductId, double Score, int Baskets, DateTimeOffset? LastAt, decimal? Quantity, IReadOnlyList<KeyValuePair<string, double>> Terms);
