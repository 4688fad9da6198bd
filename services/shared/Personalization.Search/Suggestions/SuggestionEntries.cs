using System.Runtime.InteropServices;
using Personalization.Search.Index;
using Personalization.Search.Text;

namespace Personalization.Search.Suggestions;

/// <summary>Chooses what can be suggested from a catalogue, and how strongly.</summary>
internal static class SuggestionEntries
{
    private const int MinQueryDocuments = 3;

    private const int MaxQueries = 20_000;

    private const int MaxTextLength = 80;

    public static SuggestionEntry[] Collect(IReadOnlyList<SearchDocument> documents, SearchIndex index, CancellationToken cancellationToken)
    {
        var entries = new List<SuggestionEntry>();
        AddValues(entries, index.Categories, SuggestionKind.Category, 1.5);
        AddValues(entries, index.Brands, SuggestionKind.Brand, 1);
        AddQueries(entries, documents, cancellationToken);
        for (var number = 0; number < documents.Count; number++)
        {
            Add(entries, documents[number].Name, SuggestionKind.Product, number, Math.Log(1 + documents[number].Popularity) - 1);
        }

        return [.. entries];
    }

    private static void AddValues(List<SuggestionEntry> entries, ValueTable table, SuggestionKind kind, double head)
    {
        for (var value = 0; value < table.Count; value++)
        {
            Add(entries, table.Name(value), kind, value, head + (Math.Log(table.Documents(value)) / 2));
        }
    }

    /// <summary>One and two neighbouring words that several names share, by how many.</summary>
    private static void AddQueries(List<SuggestionEntry> entries, IReadOnlyList<SearchDocument> documents, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, (int Documents, int Last)>(StringComparer.Ordinal);
        for (var number = 0; number < documents.Count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var words = Tokenizer.Words(documents[number].Name);
            for (var at = 0; at < words.Count; at++)
            {
                if (words[at].Length < 3 || !words[at].All(char.IsLetter))
                {
                    continue;
                }

                Count(counts, words[at], number);
                if (at + 1 < words.Count && words[at + 1].Length > 2 && words[at + 1].All(char.IsLetter))
                {
                    Count(counts, $"{words[at]} {words[at + 1]}", number);
                }
            }
        }

        foreach (var (text, count) in counts.Where(pair => pair.Value.Documents >= MinQueryDocuments).OrderByDescending(pair => pair.Value.Documents).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MaxQueries))
        {
            Add(entries, text, SuggestionKind.Query, -1, Math.Log(count.Documents) / 2);
        }
    }

    private static void Count(Dictionary<string, (int Documents, int Last)> counts, string text, int number)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, text, out var exists);
        if (!exists || count.Last != number)
        {
            count = (count.Documents + 1, number);
        }
    }

    private static void Add(List<SuggestionEntry> entries, string text, SuggestionKind kind, int target, double weight)
    {
        if (text.Length > MaxTextLength)
        {
            return;
        }

        var key = Tokenizer.Fold(text);
        if (key.Length > 0)
        {
            entries.Add(new SuggestionEntry(text, key, kind, target, weight));
        }
    }
}
