using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.Recommendations;
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

    internal static Ok<SnapshotList> List(LiveCatalogues live, LiveRecommendations models) => TypedResults.Ok(new SnapshotList(
        [.. live.All.Select(store => Manifest(store.Catalogue, models.Of(store.Catalogue.StoreId).Model.Version)).OrderBy(manifest => manifest.StoreId, StringComparer.Ordinal)]));

    private static Results<Ok<SnapshotPart>, NotFound> Part(string store, string version, int part, LiveCatalogues live)
    {
        var current = live.Of(store);
        var catalogue = current?.Catalogue.Version == version ? current.Catalogue : current?.Previous?.Version == version ? current.Previous : null;
        return catalogue is not null && part >= 0 && part < Parts(catalogue)
            ? TypedResults.Ok(new SnapshotPart([.. catalogue.Products.Skip(part * PartSize).Take(PartSize)]))
            : TypedResults.NotFound();
    }

    private static SnapshotManifest Manifest(StandardCatalogue catalogue, string? model) => new()
    {
        StoreId = catalogue.StoreId,
        Version = catalogue.Version,
        Parts = Parts(catalogue),
        Products = catalogue.Products.Count,
        Model = model,
    };

    private static int Parts(StandardCatalogue catalogue) => (catalogue.Products.Count + PartSize - 1) / PartSize;
}
