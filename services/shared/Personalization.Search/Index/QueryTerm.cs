namespace Personalization.Search.Index;

/// <param name="Term">A term of the catalogue that stands for a word of the query.</param>
/// <param name="Weight">How well, 0..1: 1 the word itself.</param>
internal readonly record struct QueryTerm(int Term, float Weight);
