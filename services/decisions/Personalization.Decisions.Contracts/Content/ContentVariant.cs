using System.Text.Json;

namespace Personalization.Decisions.Contracts;

/// <summary>One way a piece of content looks.</summary>
public sealed record ContentVariant
{
    public required string Id { get; init; }

    /// <summary>What is shown: any object.</summary>
    public JsonElement Body { get; init; }

    /// <summary>Its share among the variants that fit; null: 1. 0 shows it to nobody.</summary>
    public double? Weight { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public JsonElement? When { get; init; }
}
