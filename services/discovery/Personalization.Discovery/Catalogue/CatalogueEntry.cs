using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Catalogue;

/// <summary>A product as the catalogue keeps it.</summary>
/// <param name="Product">With the attributes it was given and those inferred from its own fields.</param>
/// <param name="Text">More text to be found by; null for none.</param>
public sealed record CatalogueEntry(Product Product, string? Text = null);
