using Personalization.Hosting.Access;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Shoppers;
using Personalization.Storefront.Api.Telemetry;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Searching;

namespace Personalization.Storefront.Api.Searching;

/// <summary>`POST /api/search/personalized` and `GET /api/search/suggest`.</summary>
internal static class SearchEndpoints
{
    private const int DefaultSuggestions = 8;
    private const int MaxSuggestions = 50;

    public static void MapSearchEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/search/personalized", SearchAsync).Needs(Scopes.ReadCatalog);
        routes.MapGet("/search/suggest", SuggestAsync).Needs(Scopes.ReadCatalog);
    }

    private static async Task<IResult> SearchAsync(HttpContext context, PersonalSearch search, StorefrontInstruments instruments)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var body = SearchBody.Read(document.RootElement, faults);
        if (body is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        context.RequireReader(body.Shopper);
        var answer = await search.SearchAsync(store, body, patient: false, context.RequestAborted);
        instruments.Answered("search", answer.Personalization);
        return Json.Answer(answer);
    }

    private static async Task<IResult> SuggestAsync(HttpContext context, PersonalSearch search, StorefrontInstruments instruments)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var query = new QueryFields(context.Request.Query, faults);
        var text = query.Text("q") ?? "";
        var shopper = ShopperCall.ReadShopper(query, faults, optional: true);
        var limit = query.Whole("limit", 1, MaxSuggestions) ?? DefaultSuggestions;
        var minVersion = query.Text("min_version", SearchBody.MaxVersion);
        if (faults.Any)
        {
            return Answers.Refuse(faults);
        }

        context.RequireReader(shopper);
        var answer = await search.SuggestAsync(store, text, shopper, limit, minVersion, context.RequestAborted);
        instruments.Answered("suggest", answer.Personalization);
        return Json.Answer(answer);
    }
}
