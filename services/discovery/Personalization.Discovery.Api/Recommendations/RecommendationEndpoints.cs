using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Recommendations;

internal static class RecommendationEndpoints
{
    public static void MapRecommendationEndpoints(this IEndpointRouteBuilder routes) => routes.MapPost(DiscoveryRoutes.Recommend, RecommendAsync);

    private static async Task RecommendAsync(HttpContext context, RecommendationService service, LiveCatalogues live)
    {
        var request = await CallBytes.ReadAsync(context.Request, DiscoveryJson.Default.RecommendRequest, context.RequestAborted);
        var reply = await service.RecommendAsync(request, context.RequestAborted);
        using var json = new MemoryStream();
        ListWriter.Write(json, reply, live.Of(request.StoreId)?.Cards);
        await CallBytes.AnswerAsync(context.Response, json.GetBuffer().AsMemory(0, (int)json.Length), context.RequestAborted);
    }
}
