using System.Text.Json.Nodes;
using Personalization.Drills.Memory;
using Personalization.EndToEnd.Tests.Running;

namespace Personalization.EndToEnd.Tests.Evaluated;

/// <summary>Sends what shoppers did in batches, as a shop does that moves its history.</summary>
internal static class Tracking
{
    private const int EventsOfBatch = 250;

    /// <summary>Sends the events, a shopper's in their order, until each is durable; what a busy machine refuses goes again.</summary>
    public static async Task TrackAllAsync(this Shop shop, IEnumerable<JsonObject> events)
    {
        using var sender = new BatchSender(shop.Http.BaseAddress!, shop.Store);
        foreach (var some in events.Chunk(EventsOfBatch))
        {
            await sender.SendAsync(some);
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
