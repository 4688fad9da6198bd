using System.Text.Json;

namespace Personalization.Sidecar.PubSub.Publishing;

/// <summary>One entry of a bulk publish request; names compare without case (JS sends <c>entryID</c>).</summary>
internal sealed record BulkPublishEntry
{
    public string? EntryId { get; init; }

    public JsonElement Event { get; init; }

    public string? ContentType { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }
}
