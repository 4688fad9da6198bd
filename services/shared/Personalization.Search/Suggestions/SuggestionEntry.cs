namespace Personalization.Search.Suggestions;

/// <param name="Text">Shown and searched.</param>
/// <param name="Key">The folded text.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Target">Document or value number, or -1.</param>
/// <param name="Weight">Standard weight.</param>
internal sealed record SuggestionEntry(string Text, string Key, SuggestionKind Kind, int Target, double Weight);
