using Personalization.Decisions.Api.Definitions;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Content;

internal static class ContentEndpoints
{
    public static void MapContentEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(DecisionsRoutes.Content, async (ContentRequest request, ContentKind contents, DefinitionCopies copies, TimeProvider time, CancellationToken cancellationToken) =>
        {
            await copies.EnsureLoadedAsync(cancellationToken);
            return contents.Of(request.StoreId).Show(request, time.GetUtcNow());
        });
        routes.MapPost(DecisionsRoutes.ContentResults, (DefinitionQuery query, ContentCounts counts, CancellationToken cancellationToken) => counts.ReadAsync(query.StoreId, query.Id ?? "", cancellationToken));
    }
}
