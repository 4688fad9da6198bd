using Personalization.Search.Text;

namespace Personalization.Search.Index;

/// <summary>Neighbouring words that the catalogue elsewhere writes as one: what says "smart watch" is found under "smartwatch" too, when any product says so.</summary>
internal sealed class CompoundTerms
{
    /// <summary>Shorter parts join by chance.</summary>
    private const int MinPart = 3;

    private readonly Dictionary<string, int> _terms;
    private readonly string[] _stems;
    private readonly Dictionary<long, int> _known = [];

    /// <param name="terms">Term by stem, numbered from 0 without a gap.</param>
    public CompoundTerms(Dictionary<string, int> terms)
    {
        _terms = terms;
        _stems = new string[terms.Count];
        foreach (var (stem, term) in terms)
        {
            _stems[term] = stem;
        }
    }

    /// <summary>Adds the compounds of a text's neighbours.</summary>
    public void AddOf(ReadOnlySpan<int> words, List<int> found)
    {
        for (var at = 0; at + 1 < words.Length; at++)
        {
            if (Of(words[at], words[at + 1]) is var term and >= 0)
            {
                found.Add(term);
            }
        }
    }

    private int Of(int left, int right)
    {
        if (left >= _stems.Length || right >= _stems.Length || _stems[left].Length < MinPart || _stems[right].Length < MinPart)
        {
            return -1;
        }

        var pair = ((long)left << 32) | (uint)right;
        if (!_known.TryGetValue(pair, out var term))
        {
            term = IsWord(_stems[left]) && IsWord(_stems[right]) && _terms.TryGetValue(Tokenizer.Stem(_stems[left] + _stems[right]), out var joined) ? joined : -1;
            _known.Add(pair, term);
        }

        return term;
    }

    private static bool IsWord(string stem) => stem.AsSpan().IndexOfAnyInRange('0', '9') < 0;
}
