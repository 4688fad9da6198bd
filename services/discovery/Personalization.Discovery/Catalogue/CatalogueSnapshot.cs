using Personalization.Discovery.Attributes;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Catalogue;

/// <summary>Stored products and frozen popularity to what is published as one version.</summary>
public static class CatalogueSnapshot
{
    /// <param name="entries">Distinct ids.</param>
    /// <param name="popularity">Frozen popularity by product id; absent is 0.</param>
    public static IReadOnlyList<SnapshotProduct> Products(IReadOnlyList<CatalogueEntry> entries, IReadOnlyDictionary<string, double> popularity)
    {
        var ordered = entries.OrderBy(entry => entry.Product.Id, StringComparer.Ordinal).ToList();
        var names = NameAttributes.Learn(ordered);
        return ordered.ConvertAll(entry =>
        {
            var derived = names.Of(entry);
            var product = derived.Count == 0
                ? entry.Product
                : entry.Product with { Attributes = [.. entry.Product.Attributes.Concat(derived).Distinct(StringComparer.OrdinalIgnoreCase)] };
            return new SnapshotProduct(product, popularity.GetValueOrDefault(product.Id), entry.Text);
        });
    }
}
