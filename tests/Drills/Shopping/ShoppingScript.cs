using System.Text.Json.Nodes;

namespace Personalization.Drills.Shopping;

/// <summary>
/// Shoppers who do everything there is: events of all types over 24 days, carts, and one in ten comes as a guest, signs in, and still has a late
/// event under the guest's id. The same seed, time and products give the same script.
/// </summary>
public static class ShoppingScript
{
    private const int GuestEvery = 10;
    private const int CartEvery = 15;
    private const double Days = 24;

    private static readonly string[] Teaching =
        ["purchase", "add_to_cart", "quantity_increase", "save_for_later", "remove_from_cart", "click", "view_details", "dwell", "scroll", "returned"];

    private static readonly string[] Others =
    [
        "page_view", "form_submit", "search", "email_open", "email_click", "email_unsubscribe", "membership_renewal", "membership_upgrade", "support_ticket",
        "content_read", "video_view", "download", "recommendation_shown", "recommendation_clicked", "face_analysis_completed", "virtual_try_on",
        "ai_session_started", "personalization_view", "feedback",
    ];

    /// <param name="shoppers">How many there are.</param>
    /// <param name="events">Events of all of them together.</param>
    /// <param name="products">Ids of a catalogue, at least 10.</param>
    /// <param name="until">The events lie in the days before.</param>
    /// <param name="seed">Of everything that is drawn.</param>
    public static IReadOnlyList<ScriptedShopper> Write(int shoppers, int events, IReadOnlyList<string> products, DateTimeOffset until, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, shoppers).Select(number => Write(number, events / shoppers + (number < events % shoppers ? 1 : 0), products, until, random))];
    }

    private static ScriptedShopper Write(int number, int events, IReadOnlyList<string> products, DateTimeOffset until, Random random)
    {
        var user = $"shopper-{number}";
        var guest = number % GuestEvery == 0 ? $"guest-{number}" : null;
        var signIn = events / 3;
        var late = guest is null ? -1 : signIn + events / 3;
        var favourites = Enumerable.Range(0, 8).Select(_ => products[random.Next(products.Count)]).ToList();
        var steps = new List<Step>();
        for (var i = 0; i < events; i++)
        {
            var asGuest = guest is not null && (i < signIn || i == late);
            var at = until.AddDays(-Days - 1 + Days * i / events).ToUnixTimeMilliseconds() / 1000 * 1000 + number;
            steps.Add(Event(asGuest ? "anonymous_id" : "user_id", asGuest ? guest! : user, $"{user}-{i}", at, favourites, random));
            if (guest is not null && i == signIn)
            {
                steps.Add(new Step(StepKind.Merge, $"/api/users/{user}/merge", new JsonObject { ["from_anonymous_id"] = guest }));
            }

            if (i % CartEvery == CartEvery - 1)
            {
                var items = new JsonArray([.. favourites.Distinct().Take(1 + random.Next(4)).Select(product => (JsonNode)new JsonObject { ["product_id"] = product, ["quantity"] = 1 + random.Next(5) })]);
                steps.Add(new Step(StepKind.Cart, $"/api/users/{user}/cart", new JsonObject { ["items"] = items }));
            }
        }

        return new ScriptedShopper(user, guest, steps);
    }

    private static Step Event(string who, string id, string name, long at, List<string> favourites, Random random)
    {
        var teaches = random.Next(10) < 8;
        var type = teaches ? Teaching[random.Next(Teaching.Length)] : Others[random.Next(Others.Length)];
        var product = favourites[random.Next(favourites.Count)];
        var body = new JsonObject { ["event_id"] = name, ["type"] = type, [who] = id, ["timestamp"] = at, ["session_id"] = $"session-{at / 86_400_000}" };
        switch (type)
        {
            case "purchase":
                body["product_id"] = product;
                body["context"] = new JsonObject { ["quantity"] = 1 + random.Next(6), ["price"] = 1 + random.Next(20), ["currency"] = "USD", ["order_id"] = $"order-{name}" };
                break;
            case "dwell":
                body["product_id"] = product;
                body["context"] = new JsonObject { ["time_on_page"] = 5 + random.Next(90) };
                break;
            case "scroll":
                body["list_id"] = $"list-{name}";
                body["context"] = new JsonObject { ["results_shown"] = new JsonArray([.. favourites.Distinct().Select(shown => (JsonNode)shown)]), ["position"] = 1 + random.Next(6) };
                break;
            case "feedback":
                body["context"] = new JsonObject { ["liked"] = new JsonArray(product), ["rating"] = 1 + random.Next(5) };
                break;
            default:
                if (teaches)
                {
                    body["product_id"] = product;
                }

                break;
        }

        return new Step(StepKind.Event, "/api/interactions/track", body);
    }
}
