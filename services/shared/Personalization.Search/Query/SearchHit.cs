namespace Personalization.Search.Query;

/// <param name="Document">Document number: the place of the product in the ordinal order of the ids.</param>
/// <param name="StandardRank">1-based place in the standard order of the query.</param>
/// <param name="Relevance">0..1, relative to the best text match; 1 when browsing.</param>
/// <param name="Band">Band of relevance, 0 the best; inside a band popularity decides.</param>
public readonly record struct SearchHit(int Document, int StandardRank, float Relevance, int Band);
