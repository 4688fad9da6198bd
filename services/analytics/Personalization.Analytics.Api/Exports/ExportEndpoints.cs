using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Analytics.Exports;

namespace Personalization.Analytics.Api.Exports;

internal static class ExportEndpoints
{
    private const string Route = "/internal/exports";

    /// <summary>`POST internal/exports` asks for a run and answers 202; `GET internal/exports` tells how it is.</summary>
    public static void MapExportEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, (WarehouseExport export) => TypedResults.Json(export.Status, AnalyticsJson.Default.ExportStatus));
        routes.MapPost(Route, Ask);
    }

    private static JsonHttpResult<ExportStatus> Ask(WarehouseExport export)
    {
        export.Ask();
        return TypedResults.Json(export.Status, AnalyticsJson.Default.ExportStatus, statusCode: StatusCodes.Status202Accepted);
    }
}
