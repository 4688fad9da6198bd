using System.Text;
using System.Text.Json.Nodes;
using Personalization.Load.Client;
using Personalization.Load.Shop;

namespace Personalization.Load.PublicApi;

/// <summary>What the shop's shoppers ask the public API, as bytes; one request each, made once.</summary>
internal static class ShopRequests
{
    private const int Seed = 4711;

    /// <summary>Three slots beside a product that the shopper once bought.</summary>
    public static byte[][] Recommendations(ShopData data) =>
    [
        .. data.ShopperList.Select(shopper => Requests.Get(RecommendationsPath(shopper))),
    ];

    public static string RecommendationsPath(ShopShopper shopper) =>
        $"/api/recommendations?user_id={Uri.EscapeDataString(shopper.Id)}&slot=usual,complementary,discovery&product_id={Uri.EscapeDataString(shopper.Lines[^1].Product)}&limit=10";

    /// <summary>The last two words of a product's name, whoever asks: most queries are of things that the shopper did not buy.</summary>
    public static byte[][] Searches(ShopData data)
    {
        var random = new Random(Seed);
        return
        [
            .. data.ShopperList.Select(shopper =>
            {
                var words = data.ProductList[random.Next(data.ProductList.Count)].Name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return Post("/api/search/personalized", new JsonObject { ["query"] = string.Join(' ', words.TakeLast(2)), ["user_id"] = shopper.Id });
            }),
        ];
    }

    /// <summary>One more event of each shopper, of types that teach; the storefront gives it its id, so that the same bytes are a new event each time.</summary>
    public static byte[][] Events(ShopData data)
    {
        string[] types = ["click", "view_details", "add_to_cart", "purchase", "dwell", "page_view"];
        var random = new Random(Seed);
        return
        [
            .. data.ShopperList.Select(shopper =>
            {
                var type = types[random.Next(types.Length)];
                var sent = new JsonObject { ["type"] = type, ["user_id"] = shopper.Id, ["product_id"] = data.ProductList[random.Next(data.ProductList.Count)].Id };
                if (type is "dwell" or "purchase")
                {
                    sent["context"] = type == "dwell" ? new JsonObject { ["time_on_page"] = 45 } : new JsonObject { ["quantity"] = 1, ["price"] = 2.5, ["currency"] = "GBP" };
                }

                return Post("/api/interactions/track", sent);
            }),
        ];
    }

    /// <summary>What else a page asks: four searches, then suggestions, then preferences, and so on.</summary>
    public static byte[][] Page(ShopData data)
    {
        var searches = Searches(data);
        return
        [
            .. data.ShopperList.Select((shopper, index) => (index % 10) switch
            {
                < 8 => searches[index],
                8 => Requests.Get($"/api/search/suggest?q={Uri.EscapeDataString(data.ProductList[index % data.ProductList.Count].Name[..3])}&user_id={Uri.EscapeDataString(shopper.Id)}"),
                _ => Requests.Get($"/api/users/{Uri.EscapeDataString(shopper.Id)}/preferences/live"),
            }),
        ];
    }

    public static byte[] Post(string path, JsonObject body) => Requests.Json("POST", path, Encoding.UTF8.GetBytes(body.ToJsonString()));
}
