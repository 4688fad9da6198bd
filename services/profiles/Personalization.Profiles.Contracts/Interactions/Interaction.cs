using System.Text.Json;

namespace Personalization.Profiles.Contracts;

/// <summary>One validated event of one shopper, on its way into the actor. Field meanings: the public contract, "Interactions".</summary>
public sealed record Interaction
{
    /// <summary>Unique in the store; minted by the storefront when the caller gave none.</summary>
    public required string EventId { get; init; }

    /// <summary>Canonical wire name (<see cref="InteractionTypes"/>), aliases already resolved.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, by the caller's clock (or on arrival when the caller gave none).</summary>
    public required DateTimeOffset Timestamp { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public string? SessionId { get; init; }

    public string? ProductId { get; init; }

    /// <summary>Facts of <see cref="ProductId"/>; null when the catalogue does not know it: then it is learned by id alone.</summary>
    public ProductFacts? Product { get; init; }

    /// <summary>Facts of `context.results_shown`, in order, unknown ones by id alone (used by `scroll`).</summary>
    public IReadOnlyList<ProductFacts> Shown { get => field ?? []; init; } = [];

    public string? DecisionId { get; init; }

    public string? ListId { get; init; }

    public string? ContentId { get; init; }

    public string? SegmentId { get; init; }

    public string? ExperimentId { get; init; }

    public string? SearchQuery { get; init; }

    /// <summary>0-based place in <see cref="Shown"/> or in the list clicked.</summary>
    public int? Position { get; init; }

    /// <summary>Seconds on the page, of `dwell`.</summary>
    public double? TimeOnPage { get; init; }

    public decimal? Quantity { get; init; }

    public decimal? Price { get; init; }

    public string? Currency { get; init; }

    public string? OrderId { get; init; }

    public string? LineId { get; init; }

    /// <summary>`context.purchase_kind`, such as `subscription`.</summary>
    public string? PurchaseKind { get; init; }

    /// <summary>The context as sent, every field of it.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>The event as sent, for the warehouse's `raw_event_data`.</summary>
    public JsonElement? Raw { get; init; }
}
