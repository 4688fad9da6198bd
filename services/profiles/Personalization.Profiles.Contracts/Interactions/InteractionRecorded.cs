using System.Text.Json;

namespace Personalization.Profiles.Contracts;

/// <summary>
/// A finished interaction, published by profiles on topic `interactions` once its effect is committed, at least once.
/// Consumers dedupe on (<see cref="StoreId"/>, <see cref="ShopperKind"/>, <see cref="ShopperId"/>, <see cref="EventId"/>): shoppers may share an id. Derived signals (`viewed_never_bought`) are events of their own.
/// </summary>
public sealed record InteractionRecorded
{
    public required string StoreId { get; init; }

    public required string EventId { get; init; }

    /// <summary>Canonical wire name.</summary>
    public required string Type { get; init; }

    /// <summary>Weight key that applied, such as `purchase.first_time`; null where the type teaches no preference.</summary>
    public string? Kind { get; init; }

    /// <summary>Signed weight that was learned, before decay; 0 where none.</summary>
    public double Strength { get; init; }

    /// <summary>`u` known or `a` anonymous.</summary>
    public required string ShopperKind { get; init; }

    public required string ShopperId { get; init; }

    public required string SessionId { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public string? ProductId { get; init; }

    public ProductFacts? Product { get; init; }

    public string? SearchQuery { get; init; }

    public IReadOnlyList<string> ResultsShown { get => field ?? []; init; } = [];

    public int? ResultPosition { get; init; }

    public decimal? Quantity { get; init; }

    public decimal? Price { get; init; }

    public string? Currency { get; init; }

    public string? OrderId { get; init; }

    public string? DecisionId { get; init; }

    public string? ListId { get; init; }

    public string? ContentId { get; init; }

    public string? SegmentId { get; init; }

    public string? ExperimentId { get; init; }

    public JsonElement? Context { get; init; }

    public JsonElement? Raw { get; init; }

    /// <summary>The shopper's version after this event.</summary>
    public string? Version { get; init; }
}
