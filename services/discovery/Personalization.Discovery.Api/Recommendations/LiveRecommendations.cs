using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Personalization.Discovery.Recommendations;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>The purchase models of all stores that have a catalogue.</summary>
internal sealed class LiveRecommendations(IOptions<DiscoveryOptions> options)
{
    private readonly ConcurrentDictionary<string, StoreRecommendations> _stores = new(StringComparer.Ordinal);

    public StoreRecommendations Of(string store) => _stores.GetOrAdd(store, _ => new StoreRecommendations(NewModel()));

    /// <summary>An empty one, to be filled beside that which serves.</summary>
    public PurchaseModel NewModel() => new(options.Value.NextBasket, options.Value.Baskets);
}
