namespace Personalization.Discovery.Contracts;

/// <param name="Text">What would be searched.</param>
/// <param name="Kind">`query`, `product`, `brand` or `category`.</param>
/// <param name="ProductId">Of a product.</param>
public sealed record Suggestion(string Text, string Kind, string? ProductId = null);
