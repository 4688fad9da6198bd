using System.Text.Json.Serialization;
using Personalization.Discovery.Contracts;

namespace Personalization.Storefront.Searching;

/// <summary>The answer of `POST /api/search/personalized`.</summary>
public sealed record SearchAnswer
{
    /// <summary>A list of <see cref="RankedProduct"/> as JSON.</summary>
    [JsonConverter(typeof(PassedJson))]
    public required ReadOnlyMemory<byte> Results { get; init; }

    public required int Total { get; init; }

    /// <summary>What all matches are of; absent when it was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResultFacets? Facets { get; init; }

    public required PersonalizationSection Personalization { get; init; }

    /// <summary>The shopper's version that was used; null for nobody and for a shopper never seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Version { get; init; }

    /// <summary>Names this one list, to be sent back with clicks and orders.</summary>
    public required string ListId { get; init; }

    public required string IndexVersion { get; init; }
}
