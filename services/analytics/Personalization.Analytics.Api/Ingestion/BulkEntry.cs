using System.Text.Json;

namespace Personalization.Analytics.Api.Ingestion;

/// <param name="EntryId">Names the entry in the answer.</param>
/// <param name="Event">The CloudEvent.</param>
internal sealed record BulkEntry(string EntryId, JsonElement Event);
