using System.Text.Json.Serialization;

namespace Personalization.Decisions.Contracts;

/// <summary>One item that could be shown.</summary>
public sealed record DecideItem
{
    public required string Id { get; init; }

    /// <summary>What is known of it; null where nothing is.</summary>
    [JsonConverter(typeof(NamedValuesConverter))]
    public IReadOnlyList<NamedValue>? Features { get; init; }
}
