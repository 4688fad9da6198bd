using System.Text.Json.Serialization;
using Personalization.Profiles.Contracts;

namespace Personalization.Storefront.Interactions;

/// <summary>The answer of `POST /api/interactions/track`: 200 when durable, else 202.</summary>
public sealed record TrackAnswer
{
    public required bool Accepted { get; init; }

    public required bool Duplicate { get; init; }

    public required bool Durable { get; init; }

    public required string EventId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Version { get; init; }

    public required bool PreferencesChanged { get; init; }

    public static TrackAnswer From(TrackResult result, string? version) => new()
    {
        Accepted = result.Accepted,
        Duplicate = result.Duplicate,
        Durable = result.Durable,
        EventId = result.EventId,
        Version = version,
        PreferencesChanged = result.PreferencesChanged,
    };
}
