using System.Text.Json;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Interactions;

/// <summary>One event of a caller, read and found right, before the catalogue's facts are added to it.</summary>
public sealed record TrackedEvent
{
    public required ShopperName Shopper { get; init; }

    /// <summary>Null when the caller gave none.</summary>
    public string? EventId { get; init; }

    /// <summary>Canonical wire name.</summary>
    public required string Type { get; init; }

    public string? ProductId { get; init; }

    public string? SessionId { get; init; }

    /// <summary>Null when the caller gave none: then it happened on arrival.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    public string? DecisionId { get; init; }

    public string? ListId { get; init; }

    public string? ContentId { get; init; }

    public string? SegmentId { get; init; }

    public string? ExperimentId { get; init; }

    public EventContext Context { get; init; } = EventContext.None;

    /// <summary>The event as it was sent; valid as long as its document.</summary>
    public required JsonElement Raw { get; init; }
}
