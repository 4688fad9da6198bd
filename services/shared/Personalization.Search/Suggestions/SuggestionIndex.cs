using Personalization.Search.Index;
using Personalization.Search.Text;

namespace Personalization.Search.Suggestions;

/// <summary>
/// Typeahead: queries, categories, brands and products whose text has a word that starts with what was typed. Immutable; one sorted array of
/// word beginnings, so a keystroke is a binary search.
/// </summary>
public sealed class SuggestionIndex
{
    /// <summary>Typed text beyond this counts no more.</summary>
    public const int MaxTextLength = 100;

    /// <summary>Entries that are scored personally.</summary>
    private const int Shortlist = 200;

    private const double AtTheBeginning = 2;

    private readonly SuggestionEntry[] _entries;
    private readonly (int Entry, int Start)[] _beginnings;

    private SuggestionIndex(SuggestionEntry[] entries)
    {
        _entries = entries;
        var beginnings = new List<(int Entry, int Start)>(entries.Length * 4);
        for (var entry = 0; entry < entries.Length; entry++)
        {
            var key = entries[entry].Key;
            for (var at = 0; at < key.Length; at++)
            {
                if (at == 0 || key[at - 1] == ' ')
                {
                    beginnings.Add((entry, at));
                }
            }
        }

        _beginnings = [.. beginnings];
        Array.Sort(_beginnings, (left, right) =>
        {
            var byText = Tail(left).SequenceCompareTo(Tail(right));
            return byText != 0 ? byText : left.CompareTo(right);
        });
    }

    public int Count => _entries.Length;

    /// <param name="documents">The documents of <paramref name="index"/>, in its order.</param>
    /// <param name="index">The index they were built into.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    public static SuggestionIndex Build(IReadOnlyList<SearchDocument> documents, SearchIndex index, CancellationToken cancellationToken = default) =>
        new(SuggestionEntries.Collect(documents, index, cancellationToken));

    /// <summary>The best entries for what was typed, equals by text; none for a text without a letter or digit.</summary>
    /// <param name="typed">What was typed so far.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="boost">Added to the score of a shortlisted entry; null for the standard order.</param>
    public IReadOnlyList<SuggestionHit> Find(string typed, int limit, Func<SuggestionHit, double>? boost = null)
    {
        var prefix = Tokenizer.Fold(typed.Length > MaxTextLength ? typed[..MaxTextLength] : typed);
        if (prefix.Length == 0 || limit <= 0)
        {
            return [];
        }

        var best = new PriorityQueue<SuggestionHit, double>();
        for (var at = LowerBound(prefix); at < _beginnings.Length && Tail(_beginnings[at]).StartsWith(prefix, StringComparison.Ordinal); at++)
        {
            var (number, start) = _beginnings[at];
            var entry = _entries[number];
            var score = entry.Weight + (start == 0 ? AtTheBeginning : 0);
            if (best.Count < Shortlist)
            {
                best.Enqueue(new SuggestionHit(number, entry.Text, entry.Kind, entry.Target, score), score);
            }
            else if (score > best.Peek().Score)
            {
                best.DequeueEnqueue(new SuggestionHit(number, entry.Text, entry.Kind, entry.Target, score), score);
            }
        }

        return best.UnorderedItems
            .Select(item => item.Element)
            .GroupBy(hit => hit.Entry)
            .Select(same => same.MaxBy(hit => hit.Score))
            .Select(hit => boost is null ? hit : hit with { Score = hit.Score + boost(hit) })
            .OrderByDescending(hit => hit.Score)
            .ThenBy(hit => hit.Kind)
            .ThenBy(hit => hit.Text, StringComparer.Ordinal)
            .ThenBy(hit => hit.Entry)
            .DistinctBy(hit => _entries[hit.Entry].Key)
            .Take(limit)
            .ToList();
    }

    private ReadOnlySpan<char> Tail((int Entry, int Start) beginning) => _entries[beginning.Entry].Key.AsSpan(beginning.Start);

    private int LowerBound(string prefix)
    {
        var low = 0;
        var high = _beginnings.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Tail(_beginnings[middle]).SequenceCompareTo(prefix) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
