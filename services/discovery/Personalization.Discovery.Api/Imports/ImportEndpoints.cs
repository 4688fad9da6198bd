using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Imports;

internal static class ImportEndpoints
{
    public static void MapImportEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(DiscoveryRoutes.Imports, async (ImportStart start, ImportReceiver receiver, CancellationToken cancellationToken) =>
        {
            await receiver.StartAsync(start, cancellationToken);
            return TypedResults.NoContent();
        });
        routes.MapPut(DiscoveryRoutes.Imports + "/{store}/{id}/chunks/{number:int}", async (string store, string id, int number, HttpRequest request, ImportReceiver receiver, CancellationToken cancellationToken) =>
        {
            await receiver.PutChunkAsync(store, id, number, request.Body, cancellationToken);
            return TypedResults.NoContent();
        });
        routes.MapPost(DiscoveryRoutes.Imports + "/{store}/{id}/complete", async (string store, string id, int chunks, string? digest, ImportReceiver receiver, CancellationToken cancellationToken) =>
            TypedResults.Accepted((string?)null, await receiver.CompleteAsync(store, id, chunks, digest, cancellationToken)));
        routes.MapGet(DiscoveryRoutes.Imports + "/{store}/{id}", StatusAsync);
    }

    private static async Task<Results<Ok<ImportStatus>, NotFound>> StatusAsync(string store, string id, ImportReceiver receiver, CancellationToken cancellationToken) =>
        await receiver.StatusAsync(store, id, cancellationToken) is { } status ? TypedResults.Ok(status) : TypedResults.NotFound();
}
