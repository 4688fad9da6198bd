namespace Personalization.Discovery.Recommendations;

/// <param name="ProductId">What.</param>
/// <param name="Score">Log of its probability beside the others, up to a constant.</param>
/// <param name="With">Which of the others speaks most for it.</param>
/// <param name="Baskets">Baskets with both.</param>
public sealed record TogetherProduct(string ProductId, double Score, string With, int Baskets);
