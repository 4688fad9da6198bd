using System.Collections.Frozen;
using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;

namespace Personalization.Storefront.Catalogue;

/// <summary>The storefront's own read-only copy of one version of one store's catalogue, with its standard index.</summary>
public sealed class CatalogueView
{
    private readonly FrozenDictionary<string, ProductFacts> _facts;
    private readonly StandardCatalogue _standard;

    private CatalogueView(StandardCatalogue standard)
    {
        _standard = standard;
        _facts = standard.Products.ToFrozenDictionary(entry => entry.Product.Id, entry => FactsOf(entry.Product), StringComparer.Ordinal);
    }

    /// <summary>What is known before the first version arrived: nothing.</summary>
    public static CatalogueView Empty { get; } = Build("", "", []);

    /// <summary>`index_version`; empty before the first.</summary>
    public string Version => _standard.Version;

    public int Count => _standard.Products.Count;

    /// <param name="storeId">The store.</param>
    /// <param name="version">`index_version`.</param>
    /// <param name="products">All of that version, each id once.</param>
    public static CatalogueView Build(string storeId, string version, IEnumerable<SnapshotProduct> products) =>
        new(StandardCatalogue.Build(storeId, version, products));

    public Product? Find(string id) => _standard.Find(id);

    /// <summary>What an interaction says of a product; null for one that this version does not have.</summary>
    public ProductFacts? Facts(string id) => _facts.GetValueOrDefault(id);

    /// <summary>The standard order of this version, whoever asks.</summary>
    public SearchReply Search(SearchRequest request) => _standard.Search(request);

    public SuggestReply Suggest(SuggestRequest request) => _standard.Suggest(request);

    /// <summary>What is popular and sold, spread over the slots asked for in turn, no product twice. Slots that need to know the shopper's own rhythm or face stay empty.</summary>
    public RecommendReply Recommend(RecommendRequest request)
    {
        var told = request.Cart.Append(request.Product ?? "").ToHashSet(StringComparer.Ordinal);
        var popular = new Queue<Product>(_standard.Search(new SearchRequest
        {
            StoreId = request.StoreId,
            Query = "",
            Limit = StandardCatalogue.MaxLimit,
            Filters = new SearchFilters { InStock = true },
        }).Results.Select(result => result.Product).Where(product => told.Add(product.Id)));
        var slots = new Dictionary<string, IReadOnlyList<RecommendedProduct>>(StringComparer.Ordinal);
        foreach (var slot in request.Slots)
        {
            List<RecommendedProduct> chosen = [];
            while (slot is not ("reminders" or "frames") && chosen.Count < request.Limit && popular.TryDequeue(out var product))
            {
                chosen.Add(new RecommendedProduct { Product = product, Score = 0, Reasons = ["Popular in the shop"] });
            }

            slots[slot] = chosen;
        }

        return new RecommendReply { Slots = slots, IndexVersion = Version };
    }

    private static ProductFacts FactsOf(Product product) => new()
    {
        Id = product.Id,
        Name = product.Name,
        Brand = product.Brand,
        Categories = product.Categories,
        Attributes = product.Attributes,
        Price = product.Price,
        Currency = product.Currency,
    };
}
