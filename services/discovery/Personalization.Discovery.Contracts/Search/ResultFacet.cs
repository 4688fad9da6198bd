namespace Personalization.Discovery.Contracts;

/// <param name="Value">As the catalogue writes it; a filter takes it.</param>
/// <param name="Count">Matches that have it.</param>
public sealed record ResultFacet(string Value, int Count);
