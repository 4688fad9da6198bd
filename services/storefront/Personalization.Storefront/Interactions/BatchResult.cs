using System.Text.Json.Serialization;
using Personalization.Abstractions.Problems;

namespace Personalization.Storefront.Interactions;

/// <summary>What became of one event of a batch.</summary>
public sealed record BatchResult
{
    public required int Index { get; init; }

    /// <summary>Null only for a refused event whose id could not be told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? EventId { get; init; }

    /// <summary>The status that this event alone would have been answered with.</summary>
    public required int Status { get; init; }

    public bool? Duplicate { get; init; }

    public bool? Durable { get; init; }

    public Problem? Error { get; init; }
}
