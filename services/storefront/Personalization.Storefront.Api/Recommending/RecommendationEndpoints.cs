using Personalization.Discovery.Contracts;
using Personalization.Hosting.Access;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Shoppers;
using Personalization.Storefront.Api.Telemetry;
using Personalization.Storefront.Recommending;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Searching;

namespace Personalization.Storefront.Api.Recommending;

/// <summary>`GET /api/recommendations`.</summary>
internal static class RecommendationEndpoints
{
    private const int DefaultLimit = 10;
    private const int MaxLimit = 50;

    /// <summary>The HTTP server takes no longer line.</summary>
    private const int MaxList = 1 << 20;

    public static void MapRecommendationEndpoints(this IEndpointRouteBuilder routes) => routes.MapGet("/recommendations", RecommendAsync).Needs(Scopes.ReadCatalog);

    private static async Task<IResult> RecommendAsync(HttpContext context, PersonalRecommendations recommendations, StorefrontInstruments instruments)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var query = new QueryFields(context.Request.Query, faults);
        var shopper = ShopperCall.ReadShopper(query, faults, optional: true);
        var request = new RecommendRequest
        {
            StoreId = store.Value,
            Slots = SlotList.Read(query.Text("slot", MaxList), faults),
            Product = query.Id("product_id"),
            Cart = IdList.Read(query.Text("cart", MaxList), "cart", faults),
            FaceShape = query.Text("face_shape"),
            Limit = query.Whole("limit", 1, MaxLimit) ?? DefaultLimit,
            Explain = query.Flag("explain") ?? false,
        };
        var minVersion = query.Text("min_version", SearchBody.MaxVersion);
        if (faults.Any)
        {
            return Answers.Refuse(faults);
        }

        context.RequireReader(shopper);
        var answer = await recommendations.RecommendAsync(store, shopper, request, minVersion, context.RequestAborted);
        instruments.Answered("recommend", answer.Personalization);
        return Json.Answer(answer);
    }
}
