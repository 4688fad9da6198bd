namespace Personalization.Search.Suggestions;

public enum SuggestionKind
{
    /// <summary>Words that several product names share.</summary>
    Query,
    Category,
    Brand,
    Product,
}
