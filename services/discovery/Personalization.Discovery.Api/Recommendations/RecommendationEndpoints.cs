using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Recommendations;

internal static class RecommendationEndpoints
{
    public static void MapRecommendationEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapPost(DiscoveryRoutes.Recommend, (RecommendRequest request, RecommendationService service, CancellationToken cancellationToken) => service.RecommendAsync(request, cancellationToken));
}
