using Personalization.Discovery.Contracts;
using Personalization.Hosting.Access;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Recommending;

/// <summary>`/api/v1/models`: the learned models of a store, for those who run it.</summary>
internal static class ModelEndpoints
{
    private const string NoCatalogue = "has no catalogue, and therefore no models; import one first";

    public static void MapModelEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", GetAsync).Needs(Scopes.ReadSystem);
        routes.MapPost("/v1/models/rebuild", RebuildAsync).Needs(Scopes.WriteModels);
        routes.MapPost("/v1/models/rollback", RollBackAsync).Needs(Scopes.WriteModels);
        routes.MapPost("/v1/models/{id}/activate", ActivateAsync).Needs(Scopes.WriteModels);
    }

    private static Task<IResult> GetAsync(HttpContext context, IDiscoveryPort discovery) =>
        AnswerAsync(context, discovery.GetModelsAsync, CallHeaders.StoreHeader, NoCatalogue);

    private static Task<IResult> RebuildAsync(HttpContext context, IDiscoveryPort discovery) =>
        AnswerAsync(context, discovery.RebuildModelsAsync, CallHeaders.StoreHeader, NoCatalogue, StatusCodes.Status202Accepted);

    private static Task<IResult> RollBackAsync(HttpContext context, IDiscoveryPort discovery) =>
        AnswerAsync(context, discovery.RollBackModelsAsync, "version", "stands before no other that is kept; GET /api/v1/models lists those that are");

    private static async Task<IResult> ActivateAsync(HttpContext context, IDiscoveryPort discovery)
    {
        var faults = new Faults();
        var version = context.PathId(faults);
        return version is null || faults.Any
            ? Answers.Refuse(faults)
            : await AnswerAsync(context, (store, cancellationToken) => discovery.ActivateModelAsync(store, version, cancellationToken), "id", "is no version that is kept; GET /api/v1/models lists those that are, and `plain` takes the learned part out");
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, Func<string, CancellationToken, Task<ModelStatus?>> ask, string missing, string why, int statusCode = StatusCodes.Status200OK)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        if (faults.Any)
        {
            return Answers.Refuse(faults);
        }

        return await ask(store.Value, context.RequestAborted) is { } status ? Json.Answer(status, statusCode) : Answers.NotFound(missing, why);
    }
}
