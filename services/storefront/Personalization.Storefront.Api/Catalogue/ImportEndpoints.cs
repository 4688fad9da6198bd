using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Problems;
using Personalization.Discovery.Contracts;
using Personalization.Hosting.Access;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Catalogue;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>`POST /api/catalog/import`, streamed to discovery in chunks, and the status of imports.</summary>
internal static class ImportEndpoints
{
    public static void MapImportEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/catalog/import", ImportAsync).Needs(Scopes.WriteCatalog);
        routes.MapGet("/catalog/imports/{id}", GetAsync).Needs(Scopes.WriteCatalog);
    }

    private static async Task<IResult> ImportAsync(HttpContext context, IDiscoveryPort discovery, Ids ids)
    {
        var request = context.Request;
        var media = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed : null;
        if (!ImportOptions.TryContentType(media?.MediaType, out var contentType)
            || (media?.CharSet is { } charset && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return new ProblemResult(Problem.OfField(
                415, "Content-Type", $"is not understood; send {ImportOptions.Csv}, {ImportOptions.Tsv}, {ImportOptions.NdJson} or {ImportOptions.Json} in UTF-8"));
        }

        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding is not ("" or "identity" or "gzip" or "x-gzip"))
        {
            return new ProblemResult(Problem.OfField(415, "Content-Encoding", "is not understood; send gzip, or no compression"));
        }

        var faults = new Faults();
        var store = context.Store(faults);
        var key = context.IdempotencyKey(faults);
        var options = ImportOptions.Read([.. request.Query["mode"].OfType<string>()], [.. request.Query["map"].OfType<string>()], contentType, faults);
        if (options is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        // Imports may be of any length: they are streamed, and memory holds one chunk of them.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var import = new ImportUpload(discovery, store.Value, key is null ? ids.Next() : IdOf(store, key));
        var status = await import.SendAsync(options, request.Body, context.RequestAborted);
        var url = $"/api/catalog/imports/{status.Id}";
        return TypedResults.Json(new ImportAccepted(status.Id, url), ImportJson.Default.ImportAccepted, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetAsync(HttpContext context, IDiscoveryPort discovery, CatalogueCopy catalogue)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var id = context.PathId(faults);
        if (id is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        var status = await discovery.GetImportAsync(store.Value, id, context.RequestAborted);
        if (status is null)
        {
            return Answers.NotFound("id", "is no import of this store; use the id that POST /api/catalog/import gave");
        }

        if (status.State is ImportStates.Publishing or ImportStates.Done)
        {
            var here = await HasVersionAsync(status.IndexVersion, store, discovery, catalogue, context.RequestAborted);
            status = status with { State = here ? ImportStates.Done : ImportStates.Publishing, FinishedAt = here ? status.FinishedAt : null };
        }

        return Json.Answer(status);
    }

    /// <summary>
    /// Versions are opaque: the copy has one when it is at it, or at the newest of all, asked for after the import had got
    /// its own.
    /// </summary>
    private static async Task<bool> HasVersionAsync(
        string? version, StoreId store, IDiscoveryPort discovery, CatalogueCopy catalogue, CancellationToken cancellationToken)
    {
        var here = catalogue.Of(store).Version;
        if (version is null || here == version)
        {
            return version is not null;
        }

        var newest = (await discovery.ListSnapshotsAsync(cancellationToken)).Stores.FirstOrDefault(manifest => manifest.StoreId == store.Value);
        return newest is not null && newest.Version == here;
    }

    /// <summary>A repeat with the same key is the same import.</summary>
    private static string IdOf(StoreId store, string idempotencyKey) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{store.Value}\n{idempotencyKey}")).AsSpan(0, 16));
}
