using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Hosting.Deliveries;

/// <param name="EntryId">Names the entry in the answer.</param>
/// <param name="Event">The CloudEvent.</param>
public sealed record DeliveryEntry(string EntryId, JsonElement Event)
{
    /// <summary>The data of the CloudEvent; null when it has none.</summary>
    [JsonIgnore]
    public JsonElement? Data => Event.ValueKind == JsonValueKind.Object && Event.TryGetProperty("data", out var data) ? data : null;
}
