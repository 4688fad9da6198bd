using System.Collections.Concurrent;
using Personalization.Abstractions.Identity;
using Personalization.Storefront.Catalogue;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>The newest copy of each store's catalogue, swapped as a whole.</summary>
internal sealed class CatalogueCopy
{
    private readonly ConcurrentDictionary<string, CatalogueView> _stores = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, CatalogueView> Stores => _stores;

    public CatalogueView Of(StoreId store) => _stores.GetValueOrDefault(store.Value, CatalogueView.Empty);

    public void Put(string store, CatalogueView view) => _stores[store] = view;
}
