using Personalization.Search.Text;

namespace Personalization.Search.Index;

/// <summary>The groups of synonyms as queries ask for them: by every word of a group that the catalogue has any word of.</summary>
internal sealed class SynonymPhrases
{
    private readonly Dictionary<string, List<(string[] Phrase, int Group)>> _byFirst = new(StringComparer.Ordinal);

    public SynonymPhrases(Lexicon lexicon)
    {
        foreach (var (number, group) in SynonymGroups.Stemmed.Index())
        {
            if (!lexicon.TryFind(SynonymTerms.StemOf(number), out var term))
            {
                continue;
            }

            foreach (var phrase in group)
            {
                if (!_byFirst.TryGetValue(phrase[0], out var starting))
                {
                    _byFirst.Add(phrase[0], starting = []);
                }

                starting.Add((phrase, term));
            }
        }
    }

    /// <summary>The groups of the words that begin at a place: the term of each, and how many words it takes.</summary>
    /// <param name="stems">Of the query.</param>
    /// <param name="at">The place.</param>
    /// <param name="end">Words from here on are not whole.</param>
    public IEnumerable<(int Group, int Words)> At(IReadOnlyList<string> stems, int at, int end) =>
        (_byFirst.GetValueOrDefault(stems[at]) ?? [])
        .Where(known => at + known.Phrase.Length <= end && known.Phrase.Index().All(word => stems[at + word.Index] == word.Item))
        .Select(known => (known.Group, known.Phrase.Length));
}
