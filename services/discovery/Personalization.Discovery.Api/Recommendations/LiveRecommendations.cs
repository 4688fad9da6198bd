using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Personalization.Discovery.Recommendations;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>The purchase models of all stores that have a catalogue.</summary>
internal sealed class LiveRecommendations(IOptions<DiscoveryOptions> options)
{
    private readonly ConcurrentDictionary<string, StoreRecommendations> _stores = new(StringComparer.Ordinal);
    private volatile bool _loaded;

    /// <summary>True once the purchases that were kept at the start are counted, of all stores that had a catalogue then.</summary>
    public bool IsLoaded => _loaded;

    public StoreRecommendations Of(string store) => _stores.GetOrAdd(store, _ => new StoreRecommendations(NewModel()));

    public void Loaded() => _loaded = true;

    /// <summary>An empty one, to be filled beside that which serves.</summary>
    public PurchaseModel NewModel() => new(options.Value.NextBasket, options.Value.Baskets);
}
