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

    /// <summary>The distinct folded words, in ordinal order.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>True when the catalogue writes the word itself, not only another of its stem.</summary>
    public bool HasWord(string word) => Array.BinarySearch(_words, word, StringComparer.Ordinal) >= 0;

    /// <summary>True when a word starts so.</summary>
    public bool HasPrefix(string prefix)
    {
        var at = Array.BinarySearch(_words, prefix, StringComparer.Ordinal);
        return at >= 0 || (~at < _words.Length && _words[~at].StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>Term of a word by its place in <see cref="Words"/>.</summary>
    public int TermOf(int word) => _wordTerms[word];

    /// <summary>Adds the terms of the words that start with the prefix, each once, up to a limit.</summary>
    public void AddByPrefix(string prefix, int limit, List<QueryTerm> terms)
    {
        var at = Array.BinarySearch(_words, prefix, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < _words.Length && terms.Count < limit && _words[at].StartsWith(prefix, StringComparison.Ordinal); at++)
        {
            var term = new QueryTerm(_wordTerms[at], 1);
            if (!terms.Contains(term))
            {
                terms.Add(term);
            }
        }
    }
}
