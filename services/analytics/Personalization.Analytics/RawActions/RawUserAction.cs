namespace Personalization.Analytics.RawActions;

/// <summary>
/// One row of `raw_user_actions`: the columns of S2's table (S2, Day 1, step 1), all filled, and what tells shops,
/// shopper kinds and lists apart. JSON columns hold JSON text.
/// </summary>
public sealed record RawUserAction
{
    public required string StoreId { get; init; }

    /// <summary>Unique with <see cref="StoreId"/>: an event stands in the warehouse once.</summary>
    public required string EventId { get; init; }

    public required DateTimeOffset EventTimestamp { get; init; }

    public required string EventType { get; init; }

    public required string UserId { get; init; }

    /// <summary>`u` known or `a` anonymous: two id spaces.</summary>
    public required string ShopperKind { get; init; }

    public required string SessionId { get; init; }

    public string? ProductId { get; init; }

    /// <summary>The product's first category.</summary>
    public string? ProductCategory { get; init; }

    /// <summary>`{name, brand, categories[], attributes[], price, currency}`.</summary>
    public required string ProductAttributes { get; init; }

    /// <summary>Signed weight learned from the event, before decay.</summary>
    public required double InteractionStrength { get; init; }

    /// <summary>The weight key that applied, such as `purchase.first_time`.</summary>
    public string? InteractionKind { get; init; }

    public required string InteractionContext { get; init; }

    public string? SearchQuery { get; init; }

    /// <summary>Product ids, in the order shown.</summary>
    public required string SearchResultsShown { get; init; }

    public long? ResultPosition { get; init; }

    public required string RawEventData { get; init; }

    public string? OrderId { get; init; }

    public double? Quantity { get; init; }

    public double? Price { get; init; }

    public string? Currency { get; init; }

    public string? DecisionId { get; init; }

    public string? ListId { get; init; }

    public string? ExperimentId { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}
