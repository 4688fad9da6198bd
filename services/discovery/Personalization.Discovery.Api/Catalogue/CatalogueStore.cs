using Personalization.Discovery.Api.State;
using Personalization.Discovery.Catalogue;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>The catalogue in state: pages of 200 products, a manifest, and the list of stores, since Dapr's state API lists no keys.</summary>
internal sealed class CatalogueStore(IDiscoveryState state)
{
    /// <summary>Pages of one transaction: about half a megabyte.</summary>
    private const int PagesAtOnce = 8;

    private const int DeletesAtOnce = 100;

    private const int Attempts = 5;

    public async Task<IReadOnlyList<string>> StoresAsync(CancellationToken cancellationToken) =>
        (await state.GetAsync(StateKeys.Stores, StateJson.Default.StoreList, cancellationToken)).Value?.Stores ?? [];

    public Task<Stored<CatalogueManifest>> ManifestAsync(string store, CancellationToken cancellationToken) =>
        state.GetAsync(StateKeys.Manifest(store), StateJson.Default.CatalogueManifest, cancellationToken);

    /// <summary>All pages of a manifest; null when it is in force no more and pages of it are gone.</summary>
    public async Task<IReadOnlyList<CatalogueEntry[]>?> PagesAsync(string store, CatalogueManifest manifest, CancellationToken cancellationToken)
    {
        var keys = manifest.PageRevisions.Select((revision, page) => StateKeys.Page(store, page, revision)).ToList();
        var read = await state.GetManyAsync(keys, StateJson.Default.CatalogueEntryArray, cancellationToken);
        return read.Any(page => page is null) ? null : [.. read.Select(page => page!)];
    }

    /// <summary>Writes the changed pages, some at a time, beside those in force; writing them again is harmless.</summary>
    public async Task SavePagesAsync(string store, CatalogueDraft draft, string revision, CancellationToken cancellationToken)
    {
        foreach (var some in draft.ChangedPages.Chunk(PagesAtOnce))
        {
            var changes = some.Select(page => StateChange.Put(StateKeys.Page(store, page, revision), draft.Pages[page], StateJson.Default.CatalogueEntryArray)).ToList();
            if (!await state.TryCommitAsync(changes, cancellationToken))
            {
                throw new StateUnavailableException(new InvalidOperationException($"Pages of store {store} were not written."));
            }
        }
    }

    /// <summary>Deletes what no version in force needs.</summary>
    public async Task DeletePagesAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (var some in keys.Chunk(DeletesAtOnce))
        {
            // Not deleted now: nobody reads them, they only take room.
            await state.TryCommitAsync([.. some.Select(StateChange.Delete)], cancellationToken);
        }
    }

    /// <summary>Makes a version be, unless another replica made one meanwhile.</summary>
    /// <returns>The manifest's new ETag, or null.</returns>
    public async Task<string?> TryPublishAsync(string store, CatalogueManifest manifest, string etag, CancellationToken cancellationToken)
    {
        await AddStoreAsync(store, cancellationToken);
        if (!await state.TrySaveAsync(StateKeys.Manifest(store), manifest, StateJson.Default.CatalogueManifest, etag, null, cancellationToken))
        {
            return null;
        }

        var (written, newETag) = await ManifestAsync(store, cancellationToken);
        return written?.Version == manifest.Version ? newETag : null;
    }

    private async Task AddStoreAsync(string store, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (list, etag) = await state.GetAsync(StateKeys.Stores, StateJson.Default.StoreList, cancellationToken);
            if (list?.Stores.Contains(store) == true
                || await state.TrySaveAsync(StateKeys.Stores, new StoreList([.. list?.Stores ?? [], store]), StateJson.Default.StoreList, etag, null, cancellationToken))
            {
                return;
            }
        }

        throw new StateUnavailableException(new InvalidOperationException("The list of stores kept changing."));
    }
}
