namespace Personalization.Discovery.Recommendations;

/// <param name="ProductId">What.</param>
/// <param name="Score">Of its strategy; falls along the list.</param>
/// <param name="Reasons">At least one.</param>
/// <param name="Due">When it is due again.</param>
/// <param name="Quantity">How many are usually taken.</param>
/// <param name="IsPersonal">The shopper's own history or taste put it there.</param>
public sealed record Suggested(string ProductId, double Score, IReadOnlyList<string> Reasons, DateTimeOffset? Due = null, decimal? Quantity = null, bool IsPersonal = false);
