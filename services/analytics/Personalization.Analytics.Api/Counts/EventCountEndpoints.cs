using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Abstractions.Identity;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Analytics.Counts;

namespace Personalization.Analytics.Api.Counts;

internal static class EventCountEndpoints
{
    /// <summary>`GET internal/events?store_id=&amp;from=&amp;to=&amp;type=&amp;user_id=&amp;anonymous_id=` -> <see cref="EventCounts"/>.</summary>
    public static void MapEventCountEndpoints(this IEndpointRouteBuilder routes) => routes.MapGet("/internal/events", CountAsync);

    private static async Task<Results<JsonHttpResult<EventCounts>, ValidationProblem, ProblemHttpResult>> CountAsync(
        HttpRequest request, IWarehouse warehouse, CancellationToken cancellationToken)
    {
        var query = request.Query;
        if (!StoreId.TryParse(query["store_id"], out var store))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>
            {
                ["store_id"] = ["is no store id; use 1-64 characters of a-z, 0-9 and '-'"],
            });
        }

        var counted = EventCountQuery.Parse(
            store.Value, query["from"], query["to"], query["type"], query["user_id"], query["anonymous_id"], out var faults);
        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults);
        }

        try
        {
            return TypedResults.Json(await warehouse.CountAsync(counted, cancellationToken), AnalyticsJson.Default.EventCounts);
        }
        catch (WarehouseUnavailableException fault)
        {
            request.HttpContext.Response.Headers.RetryAfter = "1";
            return TypedResults.Problem(fault.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The warehouse is not available");
        }
    }
}
