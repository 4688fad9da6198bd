using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Merging;

internal static class MergeEndpoints
{
    public static void MapMergeEndpoints(this IEndpointRouteBuilder routes) => routes.MapPost("/" + ProfilesRoutes.Merge, MergeAsync);

    private static async Task<JsonHttpResult<MergeReply>> MergeAsync(MergeRequest request, MergeCoordinator coordinator, CancellationToken cancellationToken) =>
        TypedResults.Json(await coordinator.MergeAsync(request, cancellationToken), ProfilesJson.Default.MergeReply);
}
