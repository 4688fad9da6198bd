using Personalization.Abstractions.Problems;
using Personalization.Hosting.Problems;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>
/// Refuses what cannot be answered before the catalogues that were kept are loaded: an empty list would be taken for the truth, a refusal for an absence, for which
/// callers have a copy and say that they answered from it.
/// </summary>
internal static class LoadedFilter
{
    private const int RetrySeconds = 1;

    /// <exception cref="ProblemException">503: not loaded yet.</exception>
    public static ValueTask<object?> RequireAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<LiveCatalogues>().IsLoaded
            ? next(context)
            : throw new ProblemException(Problem.OfField(StatusCodes.Status503ServiceUnavailable, "catalogue", "is still being loaded; try again"), RetrySeconds);
}
