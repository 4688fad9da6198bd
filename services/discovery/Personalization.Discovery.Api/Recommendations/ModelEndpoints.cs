using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>The learned versions of a store, seen and changed by those who run the shop; and a shopper's purchases, erased.</summary>
internal static class ModelEndpoints
{
    private const int SavingAttempts = 5;

    public static void MapModelEndpoints(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup(DiscoveryRoutes.Models + "/{store}").AddEndpointFilter(LoadedFilter.RequireAsync).AddEndpointFilter(KnownStoreAsync);
        models.MapGet("", StatusAsync);
        models.MapPost("rebuild", RebuildAsync).AddEndpointFilter(WakeAsync);
        models.MapPost("rollback", RollBackAsync).AddEndpointFilter(WakeAsync);
        models.MapPost("versions/{version}/activate", ActivateAsync).AddEndpointFilter(WakeAsync);
        routes.MapPost(DiscoveryRoutes.Erase, EraseAsync);
    }

    /// <summary>A store without a catalogue has no models, and is not to get any memory by being asked for.</summary>
    private static ValueTask<object?> KnownStoreAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<LiveCatalogues>().Of(context.GetArgument<string>(0)) is null
            ? ValueTask.FromResult<object?>(TypedResults.NotFound())
            : next(context);

    /// <summary>Every process is to take what was chosen now, not at its next look.</summary>
    private static async ValueTask<object?> WakeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        var (services, store) = (context.HttpContext.RequestServices, context.GetArgument<string>(0));
        services.GetRequiredService<WorkSignal>().Ring();
        if (services.GetRequiredService<LiveCatalogues>().Of(store) is { } catalogue)
        {
            await services.GetRequiredService<ChangeBroadcast>().TellAsync(store, catalogue.Catalogue.Version, context.HttpContext.RequestAborted);
        }

        return answer;
    }

    private static async Task<ModelStatus> StatusAsync(string store, ModelStore models, LiveRecommendations live, CancellationToken cancellationToken) =>
        Status(store, await models.ReadAsync(store, cancellationToken), (await models.JobAsync(store, cancellationToken)).Value, live);

    /// <summary>Asks for a job; while one is open, that is the answer.</summary>
    private static async Task<Results<Accepted<ModelStatus>, Conflict>> RebuildAsync(string store, ModelStore models, LiveRecommendations live, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < SavingAttempts; attempt++)
        {
            var (job, etag) = await models.JobAsync(store, cancellationToken);
            var asked = job is { IsOpen: true } ? job : new RebuildJob { Id = $"{time.GetUtcNow().ToUnixTimeMilliseconds()}", State = RebuildJob.Waiting, AskedAt = time.GetUtcNow() };
            if (asked == job || await models.TrySaveAsync(store, asked, etag, cancellationToken))
            {
                return TypedResults.Accepted((string?)null, Status(store, await models.ReadAsync(store, cancellationToken), asked, live));
            }
        }

        return TypedResults.Conflict();
    }

    private static async Task<Results<Ok<ModelStatus>, NotFound>> RollBackAsync(string store, ModelStore models, LiveRecommendations live, CancellationToken cancellationToken) =>
        await AnswerAsync(store, await models.RollBackAsync(store, cancellationToken), models, live, cancellationToken);

    private static async Task<Results<Ok<ModelStatus>, NotFound>> ActivateAsync(string store, string version, ModelStore models, LiveRecommendations live, CancellationToken cancellationToken) =>
        await AnswerAsync(store, await models.UseAsync(store, version, cancellationToken), models, live, cancellationToken);

    private static async Task<EraseReply> EraseAsync(EraseRequest request, PurchaseLog log, CancellationToken cancellationToken) =>
        new(await log.EraseAsync(request.StoreId, request.ShopperKind, request.ShopperId, cancellationToken));

    private static async Task<Results<Ok<ModelStatus>, NotFound>> AnswerAsync(string store, ModelManifest? manifest, ModelStore models, LiveRecommendations live, CancellationToken cancellationToken) =>
        manifest is null ? TypedResults.NotFound() : TypedResults.Ok(Status(store, manifest, (await models.JobAsync(store, cancellationToken)).Value, live));

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
