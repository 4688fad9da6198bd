using System.Text.Json.Nodes;

namespace Personalization.Drills.Memory;

/// <summary>What a shopper does in a visit, computed from its number whenever it is asked for: a million events are held by nobody.</summary>
/// <param name="products">Ids of a catalogue.</param>
/// <param name="until">The visits lie in the days before.</param>
/// <param name="options">How many there are.</param>
public sealed class VisitScript(IReadOnlyList<string> products, DateTimeOffset until, MemoryOptions options)
{
    private const int Favourites = 6;
    private const double Days = 24;

    private static readonly string[] Types = ["click", "click", "view_details", "view_details", "add_to_cart", "purchase", "dwell", "page_view"];

    public static string Shopper(int number) => $"visitor-{number}";

    public IEnumerable<JsonObject> Events(int shopper, int visit) => Enumerable.Range(0, options.EventsAVisit).Select(number => Event(shopper, visit, number));

    private JsonObject Event(int shopper, int visit, int number)
    {
        var random = new Random(HashOf(shopper, visit, number));
        var type = Types[random.Next(Types.Length)];
        var at = until.AddDays(Days * visit / options.Visits - Days - 1).AddMinutes(number).AddMilliseconds(shopper);
        var body = new JsonObject
        {
            ["event_id"] = $"{shopper}-{visit}-{number}",
            ["type"] = type,
            ["user_id"] = Shopper(shopper),
            ["session_id"] = $"{shopper}-{visit}",
            ["timestamp"] = at.ToUnixTimeMilliseconds(),
        };
        if (type != "page_view")
        {
            body["product_id"] = products[new Random(HashOf(shopper, -1, random.Next(Favourites))).Next(products.Count)];
        }

        switch (type)
        {
            case "dwell":
                body["context"] = new JsonObject { ["time_on_page"] = 10 + random.Next(90) };
                break;
            case "purchase":
                body["context"] = new JsonObject { ["quantity"] = 1 + random.Next(3), ["price"] = 1 + random.Next(20), ["currency"] = "USD", ["order_id"] = $"o-{shopper}-{visit}-{number}" };
                break;
        }

        return body;
    }

    private int HashOf(int shopper, int visit, int number)
    {
        // Not HashCode.Combine, which differs from process to process.
        var hash = (uint)options.Seed;
        foreach (var part in (int[])[shopper, visit, number])
        {
            hash = (hash ^ (uint)part) * 0x9E3779B1;
            hash ^= hash >> 15;
        }

        return (int)hash;
    }
}
