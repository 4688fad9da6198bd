using System.Text.Json;

namespace Personalization.Analytics.Api.Ingestion;

/// <summary>What Dapr's bulk subscription posts: several CloudEvents in one envelope.</summary>
internal sealed record BulkDelivery
{
    public IReadOnlyList<BulkEntry>? Entries { get; init; }

    /// <summary>Set instead of <see cref="Entries"/> when the runtime delivers a single CloudEvent.</summary>
    public JsonElement? Data { get; init; }
}
