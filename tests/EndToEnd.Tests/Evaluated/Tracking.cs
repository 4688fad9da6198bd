using System.Text.Json.Nodes;
using Personalization.EndToEnd.Tests.Running;

namespace Personalization.EndToEnd.Tests.Evaluated;

/// <summary>Sends what shoppers did in batches, as a shop does that moves its history.</summary>
internal static class Tracking
{
    private const int EventsOfBatch = 250;

    /// <summary>Sends the events, a shopper's in their order. What a busy machine keeps in memory for a moment counts: it is written soon.</summary>
    public static async Task TrackAllAsync(this Shop shop, IEnumerable<JsonObject> events)
    {
        foreach (var some in events.Chunk(EventsOfBatch))
        {
            var answer = await shop.PostAsync("/api/interactions/track/batch", new JsonObject { ["events"] = new JsonArray([.. some]) });
            answer["results"]!.AsArray().ShouldAllBe(result => result!["status"]!.GetValue<int>() == 200 || result["status"]!.GetValue<int>() == 202);
        }
    }

    public static IEnumerable<JsonObject> Events(this TrackedOrder order) => order.Lines.Select(line => new JsonObject
    {
        ["event_id"] = $"{order.Id}-{line.Key}",
        ["type"] = "purchase",
        ["user_id"] = order.Owner,
        ["product_id"] = line.Key,
        ["timestamp"] = order.At,
        ["context"] = new JsonObject { ["quantity"] = line.Value, ["order_id"] = order.Id },
    });
}
