using System.Runtime.InteropServices;
using Personalization.Search.Text;

namespace Personalization.Search.Index;

/// <summary>Builds the columns and inverted lists in two passes: words and lengths first, then impacts.</summary>
internal sealed class SearchIndexBuilder(IReadOnlyList<SearchDocument> documents, SearchIndexOptions options)
{
    private const int Fields = 5, NameField = 0, CategoriesField = 2;

    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly List<int> _stream = [];
    private readonly List<int> _beside = [];
    private readonly int[] _besideEnds = new int[documents.Count * Fields];
    private readonly int[] _fieldEnds = new int[documents.Count * Fields];
    private readonly long[] _fieldLengths = new long[Fields];
    private readonly int[] _fieldDocuments = new int[Fields];

    public (DocumentTable Documents, Lexicon Lexicon, Postings Postings, NameWords Names, ValueTable Brands, ValueTable Categories, ValueTable Attributes) Build(CancellationToken cancellationToken)
    {
        var brands = new ValueTableBuilder();
        var categories = new ValueTableBuilder();
        var attributes = new ValueTableBuilder();
        var table = Columns(brands, categories, attributes);
        for (var document = 0; document < documents.Count; document++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadWords(document);
        }

        var names = Names();
        FindBeside(cancellationToken);
        var postings = Invert(cancellationToken);
        return (table, new Lexicon(_terms, _words), postings, names, brands.Build(), categories.Build(), attributes.Build());
    }

    private DocumentTable Columns(ValueTableBuilder brands, ValueTableBuilder categories, ValueTableBuilder attributes)
    {
        var count = documents.Count;
        var ids = new string[count];
        var byId = new Dictionary<string, int>(count, StringComparer.Ordinal);
        var brandOf = new int[count];
        var prices = new double[count];
        var inStock = new bool[count];
        var categoryLists = new ValueListsBuilder(count);
        var attributeLists = new ValueListsBuilder(count);
        for (var number = 0; number < count; number++)
        {
            var document = documents[number];
            if (number > 0 && string.CompareOrdinal(ids[number - 1], document.Id) >= 0)
            {
                throw new ArgumentException($"Documents must have distinct ids in ordinal order; number {number} has not.");
            }

            ids[number] = document.Id;
            byId.Add(document.Id, number);
            brandOf[number] = string.IsNullOrWhiteSpace(document.Brand) ? -1 : brands.Add(document.Brand);
            prices[number] = document.Price is { } price ? (double)price : double.NaN;
            inStock[number] = document.InStock;
            categoryLists.Add(document.Categories, categories);
            attributeLists.Add(document.Attributes, attributes);
        }

        return new DocumentTable
        {
            Ids = ids,
            ById = byId,
            Brands = brandOf,
            Categories = categoryLists.Build(),
            Attributes = attributeLists.Build(),
            Prices = prices,
            InStock = inStock,
        };
    }

    private void ReadWords(int number)
    {
        var document = documents[number];
        Field(number, 0, document.Name);
        Field(number, 1, document.Brand);
        Field(number, 2, document.Categories);
        Field(number, 3, document.Attributes);
        Field(number, 4, document.Text);
    }

    private void Field(int number, int field, string? text)
    {
        var before = _stream.Count;
        Read(text);
        EndField(number, field, before);
    }

    private void Field(int number, int field, IReadOnlyList<string> texts)
    {
        var before = _stream.Count;
        foreach (var text in texts)
        {
            Read(text);
        }

        EndField(number, field, before);
    }

    private void EndField(int number, int field, int before)
    {
        _fieldEnds[(number * Fields) + field] = _stream.Count;
        _fieldLengths[field] += _stream.Count - before;
        _fieldDocuments[field] += _stream.Count > before ? 1 : 0;
    }

    private void Read(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            var self = this;
            Tokenizer.Words(text, ref self, static (word, ref builder) => builder._stream.Add(builder.Term(word)));
        }
    }

    private int Term(ReadOnlySpan<char> word)
    {
        var lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(word, out var term))
        {
            return term;
        }

        var stem = Tokenizer.Stem(word);
        if (!_terms.TryGetValue(stem, out term))
        {
            term = _terms.Count;
            _terms.Add(stem, term);
        }

        lookup[word] = term;
        return term;
    }

    private NameWords Names()
    {
        var starts = new int[documents.Count + 1];
        var terms = new List<int>();
        for (var number = 0; number < documents.Count; number++)
        {
            var (start, end) = Span(number, 0);
            terms.AddRange(CollectionsMarshal.AsSpan(_stream)[start..Math.Min(end, start + NameWords.MaxWords)]);
            starts[number + 1] = terms.Count;
        }

        return new NameWords(starts, [.. terms]);
    }

    /// <summary>Terms that a document is found under beside its own words: compounds it writes apart, and the groups of synonyms its words are of.</summary>
    private void FindBeside(CancellationToken cancellationToken)
    {
        var compounds = options.Compounds ? new CompoundTerms(_terms) : null;
        var synonyms = options.Synonyms > 0 ? new SynonymTerms(_terms) : null;
        var stream = CollectionsMarshal.AsSpan(_stream);
        for (var number = 0; number < documents.Count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var field = 0; field < Fields; field++)
            {
                var (start, end) = Span(number, field);
                var words = stream[start..end];
                if (field is NameField or CategoriesField)
                {
                    compounds?.AddOf(words, _beside);
                }

                synonyms?.AddOf(words, _beside);
                _besideEnds[(number * Fields) + field] = _beside.Count;
            }
        }
    }

    private (int Start, int End) Span(int number, int field)
    {
        var at = (number * Fields) + field;
        return (at == 0 ? 0 : _fieldEnds[at - 1], _fieldEnds[at]);
    }

    private Postings Invert(CancellationToken cancellationToken)
    {
        FieldWeight[] fields = [options.Name, options.Brand, options.Categories, options.Attributes, options.Text];
        var termCount = _terms.Count;
        var starts = new int[termCount + 1];
        var weights = new double[termCount];
        var touched = new List<int>();
        ForEachDocument(fields, weights, touched, (_, terms) => terms.ForEach(term => starts[term + 1]++), cancellationToken);
        for (var term = 0; term < termCount; term++)
        {
            starts[term + 1] += starts[term];
        }

        var postingDocuments = new int[starts[termCount]];
        var impacts = new float[postingDocuments.Length];
        var next = starts.AsSpan(0, termCount).ToArray();
        ForEachDocument(fields, weights, touched, (number, terms) =>
        {
            foreach (var term in terms)
            {
                var at = next[term]++;
                postingDocuments[at] = number;
                impacts[at] = (float)(weights[term] / (options.Saturation + weights[term]));
            }
        }, cancellationToken);

        var rarity = new float[termCount];
        for (var term = 0; term < termCount; term++)
        {
            var frequency = starts[term + 1] - starts[term];
            rarity[term] = (float)Math.Log(1 + ((documents.Count - frequency + .5) / (frequency + .5)));
        }

        return new Postings(starts, postingDocuments, impacts, rarity);
    }

    /// <summary>Calls back for each document with its distinct terms; their weighted frequencies stand in <paramref name="weights"/> during the call.</summary>
    private void ForEachDocument(FieldWeight[] fields, double[] weights, List<int> touched, Action<int, List<int>> onDocument, CancellationToken cancellationToken)
    {
        var at = 0;
        var beside = 0;
        for (var number = 0; number < documents.Count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var field = 0; field < Fields; field++)
            {
                var end = _fieldEnds[(number * Fields) + field];
                var mean = (double)_fieldLengths[field] / Math.Max(_fieldDocuments[field], 1);
                var norm = 1 - fields[field].LengthNorm + (fields[field].LengthNorm * (end - at) / Math.Max(mean, 1e-9));
                var weight = fields[field].Weight / norm;
                for (; at < end; at++)
                {
                    Count(_stream[at], weight);
                }

                for (var besideEnd = _besideEnds[(number * Fields) + field]; beside < besideEnd; beside++)
                {
                    Count(_beside[beside], weight);
                }
            }

            onDocument(number, touched);
            foreach (var term in touched)
            {
                weights[term] = 0;
            }

            touched.Clear();
        }

        void Count(int term, double weight)
        {
            if (weights[term] == 0)
            {
                touched.Add(term);
            }

            weights[term] += weight;
        }
    }
}
