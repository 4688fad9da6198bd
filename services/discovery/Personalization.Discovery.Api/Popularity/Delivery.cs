using System.Text.Json;

namespace Personalization.Discovery.Api.Popularity;

/// <summary>What Dapr's bulk subscription posts: several CloudEvents in one envelope; or a single one.</summary>
internal sealed record Delivery
{
    public IReadOnlyList<DeliveryEntry>? Entries { get; init; }

    /// <summary>Set instead of <see cref="Entries"/> where the runtime delivers one CloudEvent.</summary>
    public JsonElement? Data { get; init; }
}
