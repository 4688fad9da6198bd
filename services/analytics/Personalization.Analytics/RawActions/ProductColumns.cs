namespace Personalization.Analytics.RawActions;

/// <summary>The content of the column `product_attributes`.</summary>
public sealed record ProductColumns(
    string? Name,
    string? Brand,
    IReadOnlyList<string> Categories,
    IReadOnlyList<string> Attributes,
    decimal? Price,
    string? Currency);
