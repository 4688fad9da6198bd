using Personalization.Hosting.Access;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Analytics;

/// <summary>`GET /api/analytics/events`.</summary>
internal static class AnalyticsEndpoints
{
    public static void MapAnalyticsEndpoints(this IEndpointRouteBuilder routes) => routes.MapGet("/analytics/events", GetAsync).Needs(Scopes.ReadAnalytics);

    private static async Task<IResult> GetAsync(HttpContext context, IAnalyticsPort analytics)
    {
        var faults = new Faults();
        var asked = new Dictionary<string, string> { ["store_id"] = context.Store(faults).Value };
        var query = new QueryFields(context.Request.Query, faults);
        var from = query.Time("from");
        var to = query.Time("to");
        if (from > to)
        {
            faults.Add("", "from", "is after to; send a range that begins before it ends");
        }

        Put(asked, "from", from?.ToString("O"));
        Put(asked, "to", to?.ToString("O"));
        Put(asked, "type", ReadType(query));
        Put(asked, ShopperName.UserId, query.Id(ShopperName.UserId));
        return faults.Any
            ? Answers.Refuse(faults)
            : TypedResults.Bytes(await analytics.GetEventsAsync(asked, context.RequestAborted), "application/json; charset=utf-8");
    }

    /// <summary>Aliases count as what they stand for. Other names are passed on: a store may have declared them, and derived types are never sent.</summary>
    private static string? ReadType(QueryFields query) =>
        query.Id("type") is { } name ? InteractionTypes.TryResolve(name, out var canonical) ? canonical : name : null;

    private static void Put(Dictionary<string, string> asked, string name, string? value)
    {
        if (value is not null)
        {
            asked[name] = value;
        }
    }
}
