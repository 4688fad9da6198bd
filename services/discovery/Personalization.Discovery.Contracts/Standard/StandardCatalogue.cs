using Personalization.Search.Index;
using Personalization.Search.Query;
using Personalization.Search.Suggestions;

namespace Personalization.Discovery.Contracts;

/// <summary>
/// One version of a store's catalogue with its index: what discovery ranks on, and what the storefront answers from when discovery is away.
/// Both build it from the same products here, so that the standard order of one version is the same in both. Immutable.
/// </summary>
public sealed class StandardCatalogue
{
    /// <summary>The largest page.</summary>
    public const int MaxLimit = 100;

    /// <summary>The furthest result that can be paged to.</summary>
    public const int MaxDepth = 10_000;

    private readonly Lazy<SuggestionIndex> _suggestions;
    private readonly Lazy<Product[]> _frames;

    private StandardCatalogue(string storeId, string version, SnapshotProduct[] products, SearchIndex index, Lazy<SuggestionIndex> suggestions)
    {
        StoreId = storeId;
        Version = version;
        Products = products;
        Index = index;
        _suggestions = suggestions;
        _frames = new Lazy<Product[]>(() => [.. products.Select(entry => entry.Product).Where(product => product.FaceShapeCompatibility is { Count: > 0 })]);
    }

    public string StoreId { get; }

    /// <summary>`index_version`.</summary>
    public string Version { get; }

    /// <summary>In the ordinal order of their ids: a product's place is its document number.</summary>
    public IReadOnlyList<SnapshotProduct> Products { get; }

    public SearchIndex Index { get; }

    /// <summary>Products whose compatibility with face shapes is known.</summary>
    public IReadOnlyList<Product> Frames => _frames.Value;

    public SuggestionIndex Suggestions => _suggestions.Value;

    /// <param name="storeId">The store.</param>
    /// <param name="version">`index_version`.</param>
    /// <param name="products">Any order; ids are distinct.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    public static StandardCatalogue Build(string storeId, string version, IEnumerable<SnapshotProduct> products, CancellationToken cancellationToken = default)
    {
        var ordered = products.ToArray();
        Array.Sort(ordered, (left, right) => string.CompareOrdinal(left.Product.Id, right.Product.Id));
        var documents = Array.ConvertAll(ordered, Document);
        var index = SearchIndex.Build(documents, cancellationToken: cancellationToken);
        var suggestions = SuggestionIndex.Build(documents, index, cancellationToken);
        return new StandardCatalogue(storeId, version, ordered, index, new Lazy<SuggestionIndex>(suggestions));
    }

    /// <summary>The same products under another frozen popularity. Their text is not read again; suggestions are built when first asked for.</summary>
    /// <param name="version">`index_version` of the result.</param>
    /// <param name="popularity">Of each product, by its document number.</param>
    /// <exception cref="ArgumentException">There are not as many as products.</exception>
    public StandardCatalogue WithPopularity(string version, IReadOnlyList<double> popularity)
    {
        var index = Index.WithPopularity(popularity);
        var products = new SnapshotProduct[Products.Count];
        for (var document = 0; document < products.Length; document++)
        {
            products[document] = Products[document] with { Popularity = popularity[document] };
        }

        return new StandardCatalogue(StoreId, version, products, index, new Lazy<SuggestionIndex>(() => SuggestionIndex.Build(Array.ConvertAll(products, Document), index)));
    }

    public Product? Find(string productId) => Index.TryFind(productId, out var document) ? Products[document].Product : null;

    /// <summary>The standard order, whoever asks.</summary>
    public SearchReply Search(SearchRequest request)
    {
        var offset = Math.Clamp(request.Offset, 0, MaxDepth);
        var limit = Math.Clamp(request.Limit, 0, MaxLimit);
        var found = Index.Search(Query(request, offset + limit));
        return new SearchReply
        {
            Results = [.. found.Hits.Skip(offset).Take(limit).Select(hit => new RankedProduct
            {
                Product = Products[hit.Document].Product,
                Score = Math.Round(Score(hit), 6),
                StandardRank = hit.StandardRank,
            })],
            Total = found.Total,
            Facets = Facets(found),
            IndexVersion = Version,
        };
    }

    /// <summary>What the matches are of, as replies say it.</summary>
    public static ResultFacets? Facets(SearchResult found) => found.Facets is not { } facets ? null : new ResultFacets
    {
        Brand = [.. facets.Brands.Select(Facet)],
        Category = [.. facets.Categories.Select(Facet)],
        Attribute = [.. facets.Attributes.Select(Facet)],
        PriceMin = (decimal?)facets.PriceMin,
        PriceMax = (decimal?)facets.PriceMax,
    };

    /// <summary>The standard suggestions, completed by products that have all the words typed.</summary>
    public SuggestReply Suggest(SuggestRequest request) => new() { Suggestions = Suggest(request, null), IndexVersion = Version };

    /// <summary>As <see cref="Suggest(SuggestRequest)"/>, with a personal addition to the score of each entry.</summary>
    public IReadOnlyList<Suggestion> Suggest(SuggestRequest request, Func<SuggestionHit, double>? boost)
    {
        var limit = Math.Clamp(request.Limit, 0, MaxLimit);
        var suggestions = Suggestions.Find(request.Text, limit, boost).Select(Suggestion).ToList();
        if (suggestions.Count == 0 && Index.Corrected(request.Text) is { } corrected)
        {
            suggestions = [.. Suggestions.Find(corrected, limit, boost).Select(Suggestion)];
        }

        if (suggestions.Count < limit && request.Text.Any(char.IsLetterOrDigit))
        {
            var text = request.Text.Length > SuggestionIndex.MaxTextLength ? request.Text[..SuggestionIndex.MaxTextLength] : request.Text;
            var found = Index.Search(new SearchQuery { Text = text, LastWordIsPrefix = true, Take = limit });
            var known = suggestions.Select(suggestion => suggestion.ProductId).OfType<string>().ToHashSet();
            suggestions.AddRange(found.Hits
                .Where(hit => hit.Relevance >= .5f && !known.Contains(Index.Id(hit.Document)))
                .Take(limit - suggestions.Count)
                .Select(hit => new Suggestion(Products[hit.Document].Product.Name, "product", Index.Id(hit.Document))));
        }

        return suggestions;
    }

    /// <summary>A request for the first <paramref name="take"/> of the standard order.</summary>
    public static SearchQuery Query(SearchRequest request, int take) => new()
    {
        Text = request.Query,
        Filter = Filter(request.Filters),
        Take = take,
        Facets = request.Facets ? ResultFacets.MaxValues : 0,
    };

    /// <summary>0..1, falling along the standard order: the band of relevance halves it, popularity decides inside a band.</summary>
    public double Score(SearchHit hit) => RankingScore.Of(hit.Band, Math.Log(Index.PopularityOf(hit.Document) + RankingScore.PopularityFloor));

    private static ResultFacet Facet(FacetValue value) => new(value.Name, value.Count);

    private static SearchFilter? Filter(SearchFilters? filters) => filters is null ? null : new SearchFilter
    {
        Brands = filters.Brand,
        Categories = filters.Category,
        Attributes = filters.Attribute,
        PriceMin = filters.PriceMin,
        PriceMax = filters.PriceMax,
        InStock = filters.InStock,
    };

    private static SearchDocument Document(SnapshotProduct entry) => new()
    {
        Id = entry.Product.Id,
        Name = entry.Product.Name,
        Brand = entry.Product.Brand,
        Categories = entry.Product.Categories,
        Attributes = entry.Product.Attributes,
        Text = entry.Text,
        Price = entry.Product.Price,
        InStock = entry.Product.InStock,
        Popularity = entry.Popularity,
    };

    private Suggestion Suggestion(SuggestionHit hit) => hit.Kind switch
    {
        SuggestionKind.Category => new Suggestion(hit.Text, "category"),
        SuggestionKind.Brand => new Suggestion(hit.Text, "brand"),
        SuggestionKind.Product => new Suggestion(hit.Text, "product", Index.Id(hit.Target)),
        _ => new Suggestion(hit.Text, "query"),
    };
}
