using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Recommendations;

internal static class RecommendationEndpoints
{
    public static void MapRecommendationEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(DiscoveryRoutes.Recommend, (RecommendRequest request, RecommendationService service, CancellationToken cancellationToken) => service.RecommendAsync(request, cancellationToken));
        routes.MapGet(DiscoveryRoutes.Models + "/{store}", StatusAsync);
        routes.MapPost(DiscoveryRoutes.Models + "/{store}/rebuild", RebuildAsync);
        routes.MapPost(DiscoveryRoutes.Models + "/{store}/rollback", RollBackAsync);
    }

    private static async Task<ModelStatus> StatusAsync(string store, ModelStore models, LiveRecommendations live, CancellationToken cancellationToken) =>
        Status(store, await models.ReadAsync(store, cancellationToken), (await models.JobAsync(store, cancellationToken)).Value, live);

    private static async Task<Results<Accepted<ModelStatus>, Conflict>> RebuildAsync(string store, ModelStore models, LiveRecommendations live, TimeProvider time, CancellationToken cancellationToken)
    {
        var (job, etag) = await models.JobAsync(store, cancellationToken);
        if (job is not { IsOpen: true })
        {
            job = new RebuildJob { Id = $"{time.GetUtcNow().ToUnixTimeMilliseconds()}", State = RebuildJob.Waiting, AskedAt = time.GetUtcNow() };
            if (!await models.TrySaveAsync(store, job, etag, cancellationToken))
            {
                return TypedResults.Conflict();
            }
        }

        return TypedResults.Accepted((string?)null, Status(store, await models.ReadAsync(store, cancellationToken), job, live));
    }

    private static async Task<Results<Ok<ModelStatus>, NotFound>> RollBackAsync(string store, ModelStore models, LiveRecommendations live, CancellationToken cancellationToken) =>
        await models.RollBackAsync(store, cancellationToken) is { } manifest
            ? TypedResults.Ok(Status(store, manifest, (await models.JobAsync(store, cancellationToken)).Value, live))
            : TypedResults.NotFound();

    private static ModelStatus Status(string store, ModelManifest manifest, RebuildJob? job, LiveRecommendations live) => new()
    {
        Current = manifest.Current,
        Serving = live.Of(store).Model.Version,
        Held = manifest.Held,
        Baskets = live.Of(store).Model.Baskets,
        Versions = [.. manifest.Versions.Select(version => new ModelVersion(version.Version, version.At, version.Baskets, version.Parts > 0, version.Cases, version.Ndcg, version.PlainNdcg))],
        Job = job is null ? null : new ModelJob(job.Id, job.State, job.Progress, job.Attempts, job.Version, job.Error),
    };
}
