namespace Personalization.Search.Index;

/// <param name="Terms">Any of them; none: the catalogue has nothing like the word.</param>
/// <param name="Rarity">Weight of the word in the query.</param>
internal sealed record QueryWord(List<QueryTerm> Terms, float Rarity);
