using System.Text.Json;

namespace Personalization.Discovery.Api.Popularity;

/// <param name="EntryId">Names the entry in the answer.</param>
/// <param name="Event">The CloudEvent.</param>
internal sealed record DeliveryEntry(string EntryId, JsonElement Event);
