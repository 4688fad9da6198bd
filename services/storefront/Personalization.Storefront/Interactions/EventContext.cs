using System.Text.Json;

namespace Personalization.Storefront.Interactions;

/// <summary>The known fields of an event's `context`; the rest of it travels in <see cref="Raw"/>.</summary>
public sealed record EventContext
{
    public static readonly EventContext None = new();

    public string? SearchQuery { get; init; }

    public int? Position { get; init; }

    /// <summary>Seconds.</summary>
    public double? TimeOnPage { get; init; }

    public IReadOnlyList<string> ResultsShown { get; init; } = [];

    public decimal? Quantity { get; init; }

    public decimal? Price { get; init; }

    /// <summary>ISO 4217, upper case.</summary>
    public string? Currency { get; init; }

    public string? OrderId { get; init; }

    public string? LineId { get; init; }

    public string? PurchaseKind { get; init; }

    public JsonElement? Raw { get; init; }
}
