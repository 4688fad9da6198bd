namespace Personalization.Search.Index;

/// <param name="Terms">Any of them; none: the catalogue has no such word.</param>
/// <param name="Rarity">Weight of the word in the query.</param>
internal sealed record QueryWord(List<int> Terms, float Rarity);
