namespace Personalization.Search.Query;

/// <summary>What the matches of a query are of: by kind the values with the most matches, the most first, equals by name.</summary>
/// <param name="Brands">Brands.</param>
/// <param name="Categories">Categories.</param>
/// <param name="Attributes">Attributes.</param>
/// <param name="PriceMin">The lowest price of a match; null when none has one.</param>
/// <param name="PriceMax">The highest.</param>
public sealed record SearchFacets(IReadOnlyList<FacetValue> Brands, IReadOnlyList<FacetValue> Categories, IReadOnlyList<FacetValue> Attributes, double? PriceMin, double? PriceMax);
