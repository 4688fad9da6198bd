using System.Text.Json.Serialization;
using Personalization.Discovery.Contracts;
using Personalization.Storefront.Searching;

namespace Personalization.Storefront.Recommending;

/// <summary>The answer of `GET /api/recommendations`.</summary>
public sealed record RecommendationAnswer
{
    /// <summary>Every slot asked for, by name a list of <see cref="RecommendedProduct"/>, as JSON; a product stands in one of them.</summary>
    [JsonConverter(typeof(PassedJson))]
    public required ReadOnlyMemory<byte> Slots { get; init; }

    public required PersonalizationSection Personalization { get; init; }

    /// <summary>The shopper's version that was used; null for nobody and for a shopper never seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Version { get; init; }

    /// <summary>Names these lists, to be sent back with clicks and orders.</summary>
    public required string ListId { get; init; }
}
