using System.Globalization;
using Personalization.Search.Text;

namespace Personalization.Search.Index;

/// <summary>The groups of synonyms as terms of one catalogue: each group that it has a word of is a term of its own, under which documents and queries meet.</summary>
internal sealed class SynonymTerms
{
    /// <summary>Begins the stem of a group's term; no word has it.</summary>
    private const char Mark = '\u0001';

    private readonly Dictionary<int, List<(int[] After, int Group)>> _byFirst = [];

    /// <summary>Takes up the groups of which the catalogue has a word, each under a new term.</summary>
    /// <param name="terms">Term by stem, numbered from 0 without a gap.</param>
    public SynonymTerms(Dictionary<string, int> terms)
    {
        foreach (var (number, group) in SynonymGroups.Stemmed.Index())
        {
            var known = group.Where(phrase => phrase.All(terms.ContainsKey)).Select(phrase => Array.ConvertAll(phrase, stem => terms[stem])).ToList();
            if (known.Count == 0)
            {
                continue;
            }

            var term = terms.Count;
            terms.Add(StemOf(number), term);
            foreach (var phrase in known)
            {
                if (!_byFirst.TryGetValue(phrase[0], out var starting))
                {
                    _byFirst.Add(phrase[0], starting = []);
                }

                starting.Add((phrase[1..], term));
            }
        }
    }

    /// <summary>The stem under which a catalogue has the term of a group.</summary>
    /// <param name="group">Number in <see cref="SynonymGroups.Stemmed"/>.</param>
    public static string StemOf(int group) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{group}");

    /// <summary>Adds the groups of a text's words.</summary>
    public void AddOf(ReadOnlySpan<int> words, List<int> found)
    {
        for (var at = 0; at < words.Length; at++)
        {
            if (_byFirst.TryGetValue(words[at], out var phrases))
            {
                foreach (var (after, group) in phrases)
                {
                    if (words[(at + 1)..].StartsWith(after))
                    {
                        found.Add(group);
                    }
                }
            }
        }
    }
}
