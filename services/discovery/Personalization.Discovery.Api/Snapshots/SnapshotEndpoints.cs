using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Snapshots;

internal static class SnapshotEndpoints
{
    /// <summary>Products of one part: about a megabyte.</summary>
    public const int PartSize = 2000;

    public static void MapSnapshotEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(DiscoveryRoutes.Snapshots, List);
        routes.MapGet(DiscoveryRoutes.Snapshots + "/{store}/{version}/{part:int}", Part);
    }

    private static Ok<SnapshotList> List(LiveCatalogues live) => TypedResults.Ok(new SnapshotList(
        [.. live.All.Select(store => Manifest(store.Catalogue)).OrderBy(manifest => manifest.StoreId, StringComparer.Ordinal)]));

    private static Results<Ok<SnapshotPart>, NotFound> Part(string store, string version, int part, LiveCatalogues live)
    {
        var current = live.Of(store);
        var catalogue = current?.Catalogue.Version == version ? current.Catalogue : current?.Previous?.Version == version ? current.Previous : null;
        return catalogue is not null && part >= 0 && part < Parts(catalogue)
            ? TypedResults.Ok(new SnapshotPart([.. catalogue.Products.Skip(part * PartSize).Take(PartSize)]))
            : TypedResults.NotFound();
    }

    private static SnapshotManifest Manifest(StandardCatalogue catalogue) => new()
    {
        StoreId = catalogue.StoreId,
        Version = catalogue.Version,
        Parts = Parts(catalogue),
        Products = catalogue.Products.Count,
    };

    private static int Parts(StandardCatalogue catalogue) => (catalogue.Products.Count + PartSize - 1) / PartSize;
}
