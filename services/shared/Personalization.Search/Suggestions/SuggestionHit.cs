namespace Personalization.Search.Suggestions;

/// <param name="Entry">Number of the entry in its index.</param>
/// <param name="Text">What would be searched.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Target">Document number of a product, value number of a brand or category, else -1.</param>
/// <param name="Score">The larger the better.</param>
public readonly record struct SuggestionHit(int Entry, string Text, SuggestionKind Kind, int Target, double Score);
