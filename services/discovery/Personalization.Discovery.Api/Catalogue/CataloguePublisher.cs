using System.Globalization;
using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.Popularity;
using Personalization.Discovery.Api.Search;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Api.Telemetry;
using Personalization.Discovery.Catalogue;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Popularity;
using Personalization.Discovery.Ranking;
using Personalization.Hosting.Threads;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Makes index versions: freezes popularity, writes the manifest, builds the index off the requests' threads, swaps it in, tells the others.</summary>
internal sealed partial class CataloguePublisher(
    CatalogueStore store,
    FrozenPopularity frozen,
    LiveCatalogues live,
    CommonQueries common,
    ChangeBroadcast broadcast,
    DiscoveryInstruments instruments,
    IOptions<DiscoveryOptions> options,
    TimeProvider time,
    ILogger<CataloguePublisher> logger)
{
    /// <summary>Publishes the pages, which are in state already, as a new version.</summary>
    /// <param name="storeId">The store.</param>
    /// <param name="pages">All pages.</param>
    /// <param name="revisions">The revision of each.</param>
    /// <param name="cancellationToken">Stops it; there is then no new version, or a whole one.</param>
    /// <returns>False when another replica published meanwhile: load that and decide anew.</returns>
    public async Task<bool> TryPublishAsync(string storeId, IReadOnlyList<CatalogueEntry[]> pages, IReadOnlyList<string?> revisions, CancellationToken cancellationToken)
    {
        var current = live.Of(storeId);
        var now = time.GetUtcNow();
        var slot = current is null ? 0 : 1 - current.Manifest.FrozenSlot;
        var popularity = await frozen.FreezeAsync(storeId, slot, now, cancellationToken);
        await store.DeletePagesAsync(current?.Manifest.ReplacedPages ?? [], cancellationToken);
        var sequence = (current?.Manifest.Sequence ?? 0) + 1;
        var manifest = new CatalogueManifest
        {
            Version = Version(storeId, sequence, now),
            Sequence = sequence,
            Pages = pages.Count,
            PageRevisions = revisions,
            ReplacedPages = [.. Keys(current?.Manifest.PageRevisions ?? []).Except(Keys(revisions))],
            Products = pages.Sum(page => page.Length),
            FrozenSlot = slot,
            FrozenAt = now,
        };
        if (await store.TryPublishAsync(storeId, manifest, current?.ManifestETag ?? "", cancellationToken) is not { } etag)
        {
            return false;
        }

        var unchanged = ReferenceEquals(pages, current?.Pages) ? current!.Catalogue : null;
        await SwapAsync(storeId, manifest, etag, pages, unchanged, popularity, await common.TopAsync(storeId, cancellationToken), cancellationToken);
        LogPublished(storeId, manifest.Version, manifest.Products);
        await broadcast.TellAsync(storeId, manifest.Version, cancellationToken);
        return true;

        IEnumerable<string> Keys(IReadOnlyList<string?> of) => of.Select((revision, page) => StateKeys.Page(storeId, page, revision));
    }

    /// <summary>Takes the version in state, when it is another than the one in force.</summary>
    /// <returns>False when it was replaced while it was read, and what is in force is not the newest: look again.</returns>
    public async Task<bool> LoadAsync(string storeId, CancellationToken cancellationToken)
    {
        var (manifest, etag) = await store.ManifestAsync(storeId, cancellationToken);
        if (manifest is null || manifest.Version == live.Of(storeId)?.Manifest.Version)
        {
            return true;
        }

        if (await store.PagesAsync(storeId, manifest, cancellationToken) is not { } pages)
        {
            return false;
        }

        var popularity = await frozen.ReadAsync(storeId, manifest.FrozenSlot, cancellationToken);
        await SwapAsync(storeId, manifest, etag, pages, null, popularity, await common.TopAsync(storeId, cancellationToken), cancellationToken);
        LogLoaded(storeId, manifest.Version, manifest.Products);
        return true;
    }

    private async Task SwapAsync(
        string storeId,
        CatalogueManifest manifest,
        string etag,
        IReadOnlyList<CatalogueEntry[]> pages,
        StandardCatalogue? unchanged,
        IReadOnlyDictionary<string, double> popularity,
        IReadOnlyList<string> queries,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var ranker = await OwnThread.RunAsync(() =>
        {
            // Where popularity alone is renewed, no text is read again.
            var catalogue = unchanged is not null
                ? unchanged.WithPopularity(manifest.Version, [.. unchanged.Products.Select(entry => popularity.GetValueOrDefault(entry.Product.Id))])
                : StandardCatalogue.Build(storeId, manifest.Version, CatalogueSnapshot.Products([.. pages.SelectMany(page => page)], popularity), cancellationToken);
            var built = new PersonalRanker(catalogue, options.Value.Ranking);
            IndexWarmUp.Run(built, queries, time.GetUtcNow());
            return built;
        }, cancellationToken);
        live.Put(storeId, new StoreCatalogue(manifest, etag, pages, ranker, live.Of(storeId)?.Catalogue));
        instruments.Built(time.GetElapsedTime(started));
    }

    /// <summary>Differs for every version ever made of a store, also after its state was lost and numbering began again.</summary>
    private static string Version(string storeId, int sequence, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{sequence}-{(uint)StableHash.Of($"{storeId}/{sequence}/{at.UtcTicks}"):x8}");

    [LoggerMessage(EventId = EventIds.Published, Level = LogLevel.Information, Message = "Index version {Version} of store {Store} published: {Products} products")]
    private partial void LogPublished(string store, string version, int products);

    [LoggerMessage(EventId = EventIds.CatalogueLoaded, Level = LogLevel.Information, Message = "Index version {Version} of store {Store} loaded: {Products} products")]
    private partial void LogLoaded(string store, string version, int products);
}
