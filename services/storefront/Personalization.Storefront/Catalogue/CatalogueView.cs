using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;

namespace Personalization.Storefront.Catalogue;

/// <summary>The storefront's own read-only copy of one version of one store's catalogue.</summary>
public sealed class CatalogueView
{
    /// <summary>What is known before the first version arrived: nothing.</summary>
    public static readonly CatalogueView Empty = new("", []);

    private readonly FrozenDictionary<string, Entry> _products;

    /// <param name="version">`index_version`.</param>
    /// <param name="products">All of that version, each id once.</param>
    public CatalogueView(string version, IReadOnlyList<SnapshotProduct> products)
    {
        Version = version;
        _products = products.ToFrozenDictionary(
            product => product.Product.Id, product => new Entry(product.Product, FactsOf(product.Product)), StringComparer.Ordinal);
    }

    public string Version { get; }

    public int Count => _products.Count;

    public bool TryGet(string id, [NotNullWhen(true)] out Product? product)
    {
        product = _products.TryGetValue(id, out var entry) ? entry.Product : null;
        return product is not null;
    }

    /// <summary>What an interaction says of a product; null for one that this version does not have.</summary>
    public ProductFacts? Facts(string id) => _products.TryGetValue(id, out var entry) ? entry.Facts : null;

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

    private readonly record struct Entry(Product Product, ProductFacts Facts);
}
