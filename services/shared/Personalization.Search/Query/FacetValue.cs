namespace Personalization.Search.Query;

/// <param name="Name">As the catalogue writes it.</param>
/// <param name="Count">Matches that have it.</param>
public readonly record struct FacetValue(string Name, int Count);
