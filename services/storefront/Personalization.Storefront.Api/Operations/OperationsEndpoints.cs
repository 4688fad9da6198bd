using Personalization.Hosting.Access;
using Personalization.Hosting.Listeners;
using Personalization.Hosting.Problems;
using Personalization.Abstractions.Problems;

namespace Personalization.Storefront.Api.Operations;

/// <summary>`GET /readyz`, `GET /api/system` and `GET /openapi/v1.json`.</summary>
internal static class OperationsEndpoints
{
    private const string DocumentName = "openapi.json";

    public static void MapOperationsEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/readyz", (Readiness readiness) => readiness.IsReady
                ? (IResult)TypedResults.Ok()
                : new ProblemResult(Problem.OfField(503, "service", "is starting; ask again in a second"), retryAfter: 1))
            .ServedOn(ListenerKind.App, ListenerKind.Public)
            .OpenToAll();
        routes.MapGet("/api/system", (SystemReport report, CancellationToken cancellationToken) => report.ReadAsync(cancellationToken))
            .ServedToCallers()
            .Needs(Scopes.ReadSystem);
        var document = ReadDocument();
        routes.MapGet("/openapi/v1.json", () => TypedResults.Bytes(document, "application/json; charset=utf-8"))
            .ServedToCallers()
            .OpenToAll();
    }

    private static byte[] ReadDocument()
    {
        using var stream = typeof(OperationsEndpoints).Assembly.GetManifestResourceStream(DocumentName)
            ?? throw new InvalidOperationException($"The resource '{DocumentName}' is not in the assembly.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
