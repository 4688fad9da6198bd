using System.Collections.Concurrent;
using Personalization.Abstractions.Identity;
using Personalization.Storefront.Catalogue;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>
/// The newest copy of each store's catalogue, swapped as a whole. A process that was just started has none yet, which is not the same as a store
/// without products: whoever would act on the difference waits for <see cref="AtHand"/> or <see cref="Looked"/>.
/// </summary>
internal sealed class CatalogueCopy
{
    private readonly ConcurrentDictionary<string, CatalogueView> _stores = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _models = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _atHand = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when what this machine's disk had is loaded.</summary>
    public Task AtHand => _atHand.Task;

    /// <summary>Completes when discovery was asked once, whether it answered or not.</summary>
    public Task Looked => _looked.Task;

    public IReadOnlyDictionary<string, CatalogueView> Stores => _stores;

    public CatalogueView Of(StoreId store) => _stores.GetValueOrDefault(store.Value, CatalogueView.Empty);

    /// <summary>The model that makes a store's recommendations, as discovery said last; null none.</summary>
    public string? ModelOf(string store) => _models.GetValueOrDefault(store);

    public void Loaded() => _atHand.TrySetResult();

    public void HasLooked() => _looked.TrySetResult();

    public void Put(string store, CatalogueView view) => _stores[store] = view;

    public void PutModel(string store, string? model)
    {
        if (model is null)
        {
            _models.TryRemove(store, out _);
        }
        else
        {
            _models[store] = model;
        }
    }
}
