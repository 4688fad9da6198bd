namespace Personalization.Search.Index;

/// <summary>The terms of each name in their order, for telling whether words stand side by side. Four bytes a word.</summary>
internal sealed class NameWords(int[] starts, int[] terms)
{
    /// <summary>Further words of a name have no place.</summary>
    public const int MaxWords = 32;

    public ReadOnlySpan<int> Of(int document) => terms.AsSpan(starts[document], starts[document + 1] - starts[document]);
}
