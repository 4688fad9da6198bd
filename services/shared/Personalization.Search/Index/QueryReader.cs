using Personalization.Search.Query;
using Personalization.Search.Text;

namespace Personalization.Search.Index;

/// <summary>Reads a query's text into terms and scores the documents that have them.</summary>
internal sealed class QueryReader(Lexicon lexicon, Postings postings, SearchIndexOptions options)
{
    private const int MaxBand = 62;

    /// <summary>Terms of one prefix.</summary>
    private const int MaxExpansion = 64;

    /// <summary>A word that the catalogue does not have is tried as the beginning of one from this length on.</summary>
    private const int MinPrefixLength = 3;

    /// <summary>The least relevance of each band.</summary>
    private readonly float[] _bandFloors = [.. Enumerable.Range(1, MaxBand).Select(band => (float)Math.Pow(options.BandRatio, band))];

    /// <summary>The words of the query, each by its terms; null when the query has no word: browse.</summary>
    public List<QueryWord>? Read(SearchQuery query)
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
        if (read.Count == 0)
        {
            return null;
        }

        var words = new List<QueryWord>(read.Count);
        var seen = new HashSet<int>();
        for (var at = 0; at < read.Count; at++)
        {
            var terms = new List<int>();
            var isPrefix = query.LastWordIsPrefix && at == read.Count - 1;
            if (lexicon.TryFind(Tokenizer.Stem(read[at]), out var term))
            {
                terms.Add(term);
            }

            if (isPrefix || (terms.Count == 0 && read[at].Length >= MinPrefixLength))
            {
                lexicon.AddByPrefix(read[at], MaxExpansion, terms);
            }

            if (terms.Count == 0)
            {
                words.Add(new QueryWord(terms, 0));
            }
            else if (seen.Add(terms[0]))
            {
                words.Add(new QueryWord(terms, terms.Max(postings.Rarity)));
            }
        }

        return words;
    }

    /// <summary>Adds up the scores of all matches.</summary>
    /// <returns>The best score; 0 when nothing matches.</returns>
    public float Score(List<QueryWord> words, Accumulator accumulator)
    {
        var whole = 0f;
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (word.Terms.Count == 0)
            {
                continue;
            }

            whole += word.Rarity;
            foreach (var term in word.Terms)
            {
                var documents = postings.Documents(term);
                var impacts = postings.Impacts(term);
                for (var posting = 0; posting < documents.Length; posting++)
                {
                    accumulator.Add(documents[posting], at + 1, word.Rarity * impacts[posting], word.Rarity);
                }
            }
        }

        var best = 0f;
        foreach (var document in accumulator.Touched)
        {
            var covered = Math.Min(accumulator.Covered(document) / whole, 1);
            var score = accumulator.Score(document) * (options.Coverage == 1 ? covered : MathF.Pow(covered, (float)options.Coverage));
            accumulator.SetScore(document, score);
            best = Math.Max(best, score);
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
}
