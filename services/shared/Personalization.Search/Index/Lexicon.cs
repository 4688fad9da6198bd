namespace Personalization.Search.Index;

/// <summary>The words of the catalogue and the term (stem) of each.</summary>
internal sealed class Lexicon
{
    private readonly Dictionary<string, int> _terms;
    private readonly string[] _words;
    private readonly int[] _wordTerms;

    /// <param name="terms">Term by stem.</param>
    /// <param name="words">Term by folded word.</param>
    public Lexicon(Dictionary<string, int> terms, Dictionary<string, int> words)
    {
        _terms = terms;
        _words = [.. words.Keys];
        Array.Sort(_words, StringComparer.Ordinal);
        _wordTerms = Array.ConvertAll(_words, word => words[word]);
    }

    public int Terms => _terms.Count;

    public bool TryFind(string stem, out int term) => _terms.TryGetValue(stem, out term);

    /// <summary>Adds the terms of the words that start with the prefix, each once, up to a limit.</summary>
    public void AddByPrefix(string prefix, int limit, List<int> terms)
    {
        var at = Array.BinarySearch(_words, prefix, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < _words.Length && terms.Count < limit && _words[at].StartsWith(prefix, StringComparison.Ordinal); at++)
        {
            if (!terms.Contains(_wordTerms[at]))
            {
                terms.Add(_wordTerms[at]);
            }
        }
    }
}
