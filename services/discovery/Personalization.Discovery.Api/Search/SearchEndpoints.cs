using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Search;

internal static class SearchEndpoints
{
    public static void MapSearchEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(DiscoveryRoutes.Search, SearchAsync);
        routes.MapPost(DiscoveryRoutes.Suggest, (SuggestRequest request, SearchService search) => search.Suggest(request));
        routes.MapGet(DiscoveryRoutes.Products + "/{store}/{**product}", Find);
    }

    private static async Task SearchAsync(HttpContext context, SearchService search, LiveCatalogues live)
    {
        var request = await CallBytes.ReadAsync(context.Request, DiscoveryJson.Default.SearchRequest, context.RequestAborted);
        var reply = await search.SearchAsync(request, context.RequestAborted);
        using var json = new MemoryStream();
        ListWriter.Write(json, reply, live.Of(request.StoreId)?.Cards);
        await CallBytes.AnswerAsync(context.Response, json.GetBuffer().AsMemory(0, (int)json.Length), context.RequestAborted);
    }

    /// <summary>The product is the rest of the path, so that an id with an encoded slash stays one id.</summary>
    private static Results<Ok<Product>, NotFound> Find(string store, string product, LiveCatalogues live) =>
        live.Of(store)?.Catalogue.Find(product.Contains('%') ? Uri.UnescapeDataString(product) : product) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();
}
