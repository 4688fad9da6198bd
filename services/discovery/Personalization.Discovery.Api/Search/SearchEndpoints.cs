using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Search;

internal static class SearchEndpoints
{
    public static void MapSearchEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(DiscoveryRoutes.Search, (SearchRequest request, SearchService search, CancellationToken cancellationToken) => search.SearchAsync(request, cancellationToken));
        routes.MapPost(DiscoveryRoutes.Suggest, (SuggestRequest request, SearchService search) => search.Suggest(request));
        routes.MapGet(DiscoveryRoutes.Products + "/{store}/{**product}", Find);
    }

    /// <summary>The product is the rest of the path, so that an id with an encoded slash stays one id.</summary>
    private static Results<Ok<Product>, NotFound> Find(string store, string product, LiveCatalogues live) =>
        live.Of(store)?.Catalogue.Find(product.Contains('%') ? Uri.UnescapeDataString(product) : product) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();
}
