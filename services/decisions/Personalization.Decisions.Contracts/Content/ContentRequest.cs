using System.Text.Json;

namespace Personalization.Decisions.Contracts;

/// <summary>Asks for the content of one segment or shopper.</summary>
public sealed record ContentRequest
{
    public required string StoreId { get; init; }

    public string? Segment { get; init; }

    /// <summary>Null: every type.</summary>
    public string? Type { get; init; }

    public required int Limit { get; init; }

    public bool IncludeMetadata { get; init; }

    /// <summary>Stands for the shopper, whose variant stays the same; null: variants are the segment's.</summary>
    public string? Subject { get; init; }

    /// <summary>What is known of the shopper; null where nobody is named.</summary>
    public JsonElement? Shopper { get; init; }
}
