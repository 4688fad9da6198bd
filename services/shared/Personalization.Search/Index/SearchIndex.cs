using System.Collections.Concurrent;
using Personalization.Search.Query;

namespace Personalization.Search.Index;

/// <summary>
/// An immutable full-text index over products: fielded BM25, OR of the words, complete matches first, words side by side before words apart;
/// other words for the same thing, compounds written in one or two, and slips of the keyboard are found too. The standard order is total and the same
/// wherever it is built from the same documents: bands of text relevance, in a band frozen popularity, then exact relevance, then id.
/// Safe for any number of concurrent searches.
/// </summary>
public sealed class SearchIndex
{
    private readonly DocumentTable _documents;
    private readonly PopularityColumns _popularity;
    private readonly ValueDocuments _byCategory;
    private readonly StandardOrder _all;
    private readonly StandardOrder _inStock;
    private readonly SearchIndexOptions _options;
    private readonly ConcurrentBag<Accumulator> _accumulators;
    private readonly QueryReader _reader;

    private SearchIndex(DocumentTable documents, QueryReader reader, ConcurrentBag<Accumulator> accumulators, ValueTable brands, ValueTable categories, ValueTable attributes, double[] bought, SearchIndexOptions options)
    {
        _documents = documents;
        _reader = reader;
        _accumulators = accumulators;
        _options = options;
        var sales = new ValueSales(documents, bought, brands.Count, categories.Count, attributes.Count);
        _popularity = PopularityColumns.Of(bought, documents.Brands, sales.Brands, sales.All, options.BrandPrior);
        _byCategory = new ValueDocuments(documents.Categories, categories.Count, _popularity.Order);
        _all = StandardOrder.Of(_popularity.Order, null);
        _inStock = StandardOrder.Of(_popularity.Order, documents.InStock);
        Brands = brands.WithShares(sales.Brands, bought.Length, sales.All);
        Categories = categories.WithShares(sales.Categories, bought.Length, sales.All);
        Attributes = attributes.WithShares(sales.Attributes, bought.Length, sales.All);
    }

    public int Count => _documents.Ids.Length;

    public ValueTable Brands { get; }

    public ValueTable Categories { get; }

    public ValueTable Attributes { get; }

    /// <param name="documents">Distinct ids in ordinal order; a document's place is its number.</param>
    /// <exception cref="ArgumentException">The ids are not distinct and in ordinal order.</exception>
    public static SearchIndex Build(IReadOnlyList<SearchDocument> documents, SearchIndexOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= SearchIndexOptions.Default;
        var (table, lexicon, postings, names, brands, categories, attributes) = new SearchIndexBuilder(documents, options).Build(cancellationToken);
        var bought = new double[documents.Count];
        for (var document = 0; document < bought.Length; document++)
        {
            bought[document] = Math.Max(documents[document].Popularity, 0);
        }

        return new SearchIndex(table, new QueryReader(lexicon, postings, names, options), [], brands, categories, attributes, bought, options);
    }

    /// <summary>The same documents with another frozen popularity: text is not read again.</summary>
    /// <param name="popularity">Of each document, by its number; below 0 counts as 0.</param>
    /// <exception cref="ArgumentException">There are not as many as documents.</exception>
    public SearchIndex WithPopularity(IReadOnlyList<double> popularity)
    {
        if (popularity.Count != Count)
        {
            throw new ArgumentException($"{popularity.Count} popularities for {Count} documents.", nameof(popularity));
        }

        var bought = new double[Count];
        for (var document = 0; document < bought.Length; document++)
        {
            bought[document] = Math.Max(popularity[document], 0);
        }

        return new SearchIndex(_documents, _reader, _accumulators, Brands, Categories, Attributes, bought, _options);
    }

    public string Id(int document) => _documents.Ids[document];

    public bool TryFind(string id, out int document) => _documents.ById.TryGetValue(id, out document);

    /// <summary>Value number in <see cref="Brands"/>, or -1.</summary>
    public int BrandOf(int document) => _documents.Brands[document];

    /// <summary>Value numbers in <see cref="Categories"/>, ascending.</summary>
    public ReadOnlySpan<int> CategoriesOf(int document) => _documents.Categories.Of(document);

    /// <summary>Value numbers in <see cref="Attributes"/>, ascending.</summary>
    public ReadOnlySpan<int> AttributesOf(int document) => _documents.Attributes.Of(document);

    /// <summary>Document numbers of a category of <see cref="Categories"/>, the most popular first, then by id.</summary>
    public ReadOnlySpan<int> OfCategory(int category) => _byCategory.Of(category);

    /// <summary>Frozen popularity and the prior of the brand: above 0, larger is more popular.</summary>
    public double PopularityOf(int document) => _popularity.Values[document];

    /// <summary>What was typed with its unknown words, such as slips of the keyboard, replaced by the nearest of the catalogue; null when there is nothing to replace or nothing near.</summary>
    public string? Corrected(string typed) => _options.Spelling > 0 ? _reader.Corrected(typed) : null;

    /// <summary>The best matches in the standard order.</summary>
    public SearchResult Search(SearchQuery query)
    {
        var filter = query.Filter is null ? null : new CompiledFilter(query.Filter, _documents, Brands, Categories, Attributes);
        var words = _reader.Read(query);
        if (words is null)
        {
            return Browse(query, filter);
        }

        if (!_accumulators.TryTake(out var accumulator))
        {
            accumulator = new Accumulator(Count, _reader.Terms);
        }

        try
        {
            var best = _reader.Score(words, accumulator);
            if (_documents.ById.TryGetValue(query.Text.Trim(), out var exact))
            {
                best = Math.Max(best, 1);
                accumulator.Add(exact, -1, 0, 0);
                accumulator.SetScore(exact, best *= 2);
            }

            if (best == 0)
            {
                // Nothing matches: there is no relevance to measure by.
                return query.Facets > 0 ? SearchResult.Empty with { Facets = Counter(query)!.Read(query.Facets) } : SearchResult.Empty;
            }

            return Order(query, filter, accumulator, best);
        }
        finally
        {
            accumulator.Clear();
            _accumulators.Add(accumulator);
        }
    }

    private SearchResult Order(SearchQuery query, CompiledFilter? filter, Accumulator accumulator, float best)
    {
        var keys = accumulator.Keys;
        var facets = Counter(query);
        var total = 0;
        foreach (var document in accumulator.Touched)
        {
            if (filter is null || filter.Allows(document))
            {
                var relevance = accumulator.Score(document) / best;
                keys[total++] = new RankedKey(_reader.Band(relevance), _popularity.Ranks[document], relevance, document);
                facets?.Add(document);
            }
        }

        var matches = keys.AsSpan(0, total);
        var taken = Math.Min(query.Take, total);
        TopSelection.Sort(matches, taken);
        var hits = new List<SearchHit>(taken + query.Include.Count);
        for (var place = 0; place < taken; place++)
        {
            hits.Add(new SearchHit(matches[place].Document, place + 1, accumulator.Score(matches[place].Document) / best, matches[place].Band));
        }

        AddIncluded(query, filter, accumulator, best, matches, taken, hits);
        return new SearchResult(hits, total, taken) { Facets = facets?.Read(query.Facets) };
    }

    private FacetCounter? Counter(SearchQuery query) => query.Facets > 0 ? new FacetCounter(_documents, Brands, Categories, Attributes) : null;

    /// <summary>Adds the wanted documents that match but stand behind those taken, with their ranks: one pass over the rest for all of them.</summary>
    private void AddIncluded(SearchQuery query, CompiledFilter? filter, Accumulator accumulator, float best, ReadOnlySpan<RankedKey> matches, int taken, List<SearchHit> hits)
    {
        var wanted = new List<RankedKey>();
        foreach (var document in query.Include)
        {
            var relevance = accumulator.Score(document) / best;
            if (relevance <= 0 || (filter is not null && !filter.Allows(document)))
            {
                continue;
            }

            var key = new RankedKey(_reader.Band(relevance), _popularity.Ranks[document], relevance, document);
            if (taken == 0 || key.CompareTo(matches[taken - 1]) > 0)
            {
                wanted.Add(key);
            }
        }

        if (wanted.Count == 0)
        {
            return;
        }

        wanted.Sort();
        var before = new int[wanted.Count + 1];
        foreach (var other in matches[taken..])
        {
            var at = wanted.BinarySearch(other);
            before[at < 0 ? ~at : at + 1]++;
        }

        var rank = taken;
        for (var at = 0; at < wanted.Count; at++)
        {
            rank += before[at];
            hits.Add(new SearchHit(wanted[at].Document, rank + 1, accumulator.Score(wanted[at].Document) / best, wanted[at].Band));
        }
    }

    private SearchResult Browse(SearchQuery query, CompiledFilter? filter)
    {
        var facets = Counter(query);
        if (facets is null && (filter is null || filter.IsOnlyInStock))
        {
            return Browse(query, filter is null ? _all : _inStock);
        }

        var hits = new List<SearchHit>(Math.Min(query.Take, Count));
        var include = query.Include.Count == 0 ? null : query.Include.ToHashSet();
        var total = 0;
        var included = new List<SearchHit>();
        foreach (var document in _popularity.Order)
        {
            if (filter is not null && !filter.Allows(document))
            {
                continue;
            }

            total++;
            facets?.Add(document);
            if (total <= query.Take)
            {
                hits.Add(new SearchHit(document, total, 1, 0));
            }
            else if (include?.Contains(document) == true)
            {
                included.Add(new SearchHit(document, total, 1, 0));
            }
        }

        var taken = hits.Count;
        hits.AddRange(included);
        return new SearchResult(hits, total, taken) { Facets = facets?.Read(query.Facets) };
    }

    private static SearchResult Browse(SearchQuery query, StandardOrder order)
    {
        var taken = Math.Min(query.Take, order.Documents.Length);
        var hits = new List<SearchHit>(taken + query.Include.Count);
        for (var place = 0; place < taken; place++)
        {
            hits.Add(new SearchHit(order.Documents[place], place + 1, 1, 0));
        }

        foreach (var document in query.Include.Distinct())
        {
            if (order.RankOf(document) is var rank && rank > taken)
            {
                hits.Add(new SearchHit(document, rank, 1, 0));
            }
        }

        hits.Sort(taken, hits.Count - taken, Comparer<SearchHit>.Create(static (left, right) => left.StandardRank.CompareTo(right.StandardRank)));
        return new SearchResult(hits, order.Documents.Length, taken);
    }
}
