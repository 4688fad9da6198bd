using System.Collections.Concurrent;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>The catalogues in force, swapped as a whole.</summary>
internal sealed class LiveCatalogues
{
    private readonly ConcurrentDictionary<string, StoreCatalogue> _stores = new(StringComparer.Ordinal);
    private volatile bool _loaded;

    /// <summary>True once everything in state at the start is loaded; an empty state is too.</summary>
    public bool IsLoaded => _loaded;

    public IReadOnlyCollection<StoreCatalogue> All => [.. _stores.Values];

    public StoreCatalogue? Of(string store) => _stores.GetValueOrDefault(store);

    public void Put(string store, StoreCatalogue catalogue) => _stores[store] = catalogue;

    public void Loaded() => _loaded = true;
}
