using Personalization.Search.Query;
using Personalization.Search.Text;

namespace Personalization.Search.Index;

/// <summary>Reads a query's text into terms and scores the documents that have them.</summary>
internal sealed class QueryReader(Lexicon lexicon, Postings postings, NameWords names, SearchIndexOptions options)
{
    private const int MaxBand = 62;

    /// <summary>Terms of one prefix.</summary>
    private const int MaxExpansion = 64;

    /// <summary>A word that the catalogue does not have is tried as the beginning of one from this length on.</summary>
    private const int MinPrefixLength = 3;

    /// <summary>An unknown word is tried as two from this length of each part on.</summary>
    private const int MinPart = 3;

    /// <summary>Words of a query that are corrected, and corrections of each.</summary>
    private const int MaxCorrected = 6, MaxCorrections = 3;

    /// <summary>Words of a name at most so far apart are near each other.</summary>
    private const int Near = 3;

    /// <summary>What a compound counts beside its parts written apart.</summary>
    private const float Joined = .95f;

    private readonly Lazy<Spelling> _spelling = new(() => new Spelling(lexicon.Words));
    private readonly SynonymPhrases? _synonyms = options.Synonyms > 0 ? new SynonymPhrases(lexicon) : null;

    /// <summary>The least relevance of each band.</summary>
    private readonly float[] _bandFloors = [.. Enumerable.Range(1, MaxBand).Select(band => (float)Math.Pow(options.BandRatio, band))];

    /// <summary>Terms there are.</summary>
    public int Terms => lexicon.Terms;

    /// <summary>The words of the query, each by its terms; null when the query has no word: browse.</summary>
    public List<QueryWord>? Read(SearchQuery query)
    {
        var read = Words(query);
        if (read.Count == 0)
        {
            return null;
        }

        var stems = read.ConvertAll(word => Tokenizer.Stem(word));
        var alternatives = Alternatives(stems, query.LastWordIsPrefix);
        var words = new List<QueryWord>(read.Count);
        var seen = new HashSet<int>();
        var corrected = 0;
        for (var at = 0; at < read.Count; at++)
        {
            var terms = new List<QueryTerm>();
            var isPrefix = query.LastWordIsPrefix && at == read.Count - 1;
            if (lexicon.TryFind(stems[at], out var term))
            {
                terms.Add(new QueryTerm(term, 1));
            }

            if (isPrefix || (terms.Count == 0 && alternatives[at].Count == 0 && read[at].Length >= MinPrefixLength))
            {
                lexicon.AddByPrefix(read[at], MaxExpansion, terms);
            }

            terms.AddRange(alternatives[at]);
            if (terms.Count == 0 && Split(read[at]) is { } parts)
            {
                foreach (var part in parts)
                {
                    Add([new QueryTerm(part, 1)]);
                }

                continue;
            }

            if (terms.Count == 0 && options.Spelling > 0 && corrected < MaxCorrected)
            {
                corrected++;
                Correct(read[at], isPrefix, terms);
            }

            Add(terms);
        }

        return words;

        void Add(List<QueryTerm> terms)
        {
            if (terms.Count == 0)
            {
                words.Add(new QueryWord(terms, 0));
            }
            else if (seen.Add(terms[0].Term))
            {
                // A known word counts by its own rarity, however common what else it may be called is.
                words.Add(new QueryWord(terms, terms.Where(term => term.Weight == terms[0].Weight).Max(term => postings.Rarity(term.Term))));
            }
        }
    }

    /// <summary>Adds up the scores of all matches.</summary>
    /// <returns>The best score; 0 when nothing matches.</returns>
    public float Score(List<QueryWord> words, Accumulator accumulator)
    {
        var whole = 0f;
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            whole += word.Rarity;
            foreach (var term in word.Terms)
            {
                var documents = postings.Documents(term.Term);
                var impacts = postings.Impacts(term.Term);
                var weight = word.Rarity * term.Weight;
                for (var posting = 0; posting < documents.Length; posting++)
                {
                    accumulator.Add(documents[posting], at + 1, weight * impacts[posting], weight);
                }
            }
        }

        var near = options.Phrase > 0 && words.Count(word => word.Terms.Count > 0) > 1;
        if (near)
        {
            Number(words, accumulator, clear: false);
        }

        var best = 0f;
        var single = words.Count == 0 ? 0 : words.Max(word => word.Rarity);
        foreach (var document in accumulator.Touched)
        {
            var covered = Math.Min(accumulator.Covered(document) / whole, 1);
            var score = accumulator.Score(document) * (options.Coverage == 1 ? covered : MathF.Pow(covered, (float)options.Coverage));
            if (near && accumulator.Covered(document) > single)
            {
                score *= 1 + ((float)options.Phrase * Nearness(names.Of(document), accumulator.WordsOfTerms, words.Count));
            }

            accumulator.SetScore(document, score);
            best = Math.Max(best, score);
        }

        if (near)
        {
            Number(words, accumulator, clear: true);
        }

        return best;
    }

    public int Band(float relevance)
    {
        var band = 0;
        while (band < _bandFloors.Length && relevance <= _bandFloors[band])
        {
            band++;
        }

        return band;
    }

    private static List<string> Words(SearchQuery query)
    {
        var text = query.Text.AsSpan(0, Math.Min(query.Text.Length, SearchQuery.MaxTextLength));
        var read = new List<string>();
        Tokenizer.Words(text, ref read, static (word, ref list) =>
        {
            if (list.Count < SearchQuery.MaxWords)
            {
                list.Add(word.ToString());
            }
        });
        return read;
    }

    /// <summary>By word of the query: what else it may be called, alone or with its neighbours.</summary>
    private List<QueryTerm>[] Alternatives(List<string> stems, bool lastIsPrefix)
    {
        var alternatives = new List<QueryTerm>[stems.Count];
        for (var at = 0; at < stems.Count; at++)
        {
            alternatives[at] = [];
        }

        // What is still being typed is not yet a word.
        var whole = lastIsPrefix ? stems.Count - 1 : stems.Count;
        for (var at = 0; at < whole; at++)
        {
            if (options.Compounds && at + 1 < whole && stems[at].Length >= MinPart && stems[at + 1].Length >= MinPart
                && lexicon.TryFind(Tokenizer.Stem(stems[at] + stems[at + 1]), out var joined))
            {
                alternatives[at].Add(new QueryTerm(joined, Joined));
                alternatives[at + 1].Add(new QueryTerm(joined, Joined));
            }

            foreach (var (group, length) in _synonyms?.At(stems, at, whole) ?? [])
            {
                for (var word = at; word < at + length; word++)
                {
                    alternatives[word].Add(new QueryTerm(group, (float)options.Synonyms));
                }
            }
        }

        foreach (var others in alternatives)
        {
            // Of several terms of a word the first that a document has says how far it covers the word.
            others.Sort((left, right) => right.Weight.CompareTo(left.Weight));
        }

        return alternatives;
    }

    /// <summary>An unknown word as two known ones; null when it is not. Of several ways, that with the most even parts.</summary>
    private int[]? Split(string word)
    {
        if (!options.Compounds || word.Length < 2 * MinPart)
        {
            return null;
        }

        foreach (var at in Enumerable.Range(MinPart, word.Length - (2 * MinPart) + 1).OrderBy(at => Math.Abs((2 * at) - word.Length)))
        {
            if (lexicon.HasWord(word[..at]) && lexicon.HasWord(word[at..])
                && lexicon.TryFind(Tokenizer.Stem(word.AsSpan(0, at)), out var left) && lexicon.TryFind(Tokenizer.Stem(word.AsSpan(at)), out var right))
            {
                return [left, right];
            }
        }

        return null;
    }

    /// <summary>The text with its unknown words replaced by the nearest known ones; null when there is none to replace, or nothing near.</summary>
    /// <param name="text">What was typed.</param>
    public string? Corrected(string text)
    {
        var words = Words(new SearchQuery { Text = text });
        var changed = false;
        for (var at = 0; at < Math.Min(words.Count, MaxCorrected); at++)
        {
            var isLast = at == words.Count - 1;
            if (lexicon.TryFind(Tokenizer.Stem(words[at]), out _) || (isLast && lexicon.HasPrefix(words[at])))
            {
                continue;
            }

            var nearest = _spelling.Value.Nearest(words[at], isLast);
            if (nearest.Count == 0)
            {
                return null;
            }

            words[at] = lexicon.Words[nearest.MaxBy(word => postings.Frequency(lexicon.TermOf(word)))];
            changed = true;
        }

        return changed ? string.Join(' ', words) : null;
    }

    private void Correct(string word, bool isBeginning, List<QueryTerm> terms)
    {
        foreach (var term in _spelling.Value.Nearest(word, isBeginning).Select(lexicon.TermOf).Distinct().OrderByDescending(postings.Frequency).ThenBy(term => term).Take(MaxCorrections))
        {
            terms.Add(new QueryTerm(term, (float)options.Spelling));
        }
    }

    /// <summary>Notes by term which word of the query it stands for, or clears it.</summary>
    private static void Number(List<QueryWord> words, Accumulator accumulator, bool clear)
    {
        var numbers = accumulator.WordsOfTerms;
        for (var at = words.Count - 1; at >= 0; at--)
        {
            foreach (var term in words[at].Terms)
            {
                numbers[term.Term] = (byte)(clear ? 0 : at + 1);
            }
        }
    }

    /// <summary>0..1: the share of the query's neighbours that stand side by side in a name; those that are only near count half.</summary>
    private static float Nearness(ReadOnlySpan<int> name, ReadOnlySpan<byte> numbers, int words)
    {
        Span<byte> best = stackalloc byte[words];
        for (var at = 0; at < name.Length; at++)
        {
            var word = numbers[name[at]];
            for (var other = at + 1; word > 0 && other < name.Length && other <= at + Near; other++)
            {
                var next = numbers[name[other]];
                if (next == word + 1)
                {
                    best[word] = Math.Max(best[word], (byte)(other == at + 1 ? 2 : 1));
                }
                else if (next > 0 && next == word - 1)
                {
                    best[next] = Math.Max(best[next], (byte)1);
                }
            }
        }

        var sum = 0;
        foreach (var pair in best)
        {
            sum += pair;
        }

        return sum / (2f * (words - 1));
    }
}
