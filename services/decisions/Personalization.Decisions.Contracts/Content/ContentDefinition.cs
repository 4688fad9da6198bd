using System.Text.Json;

namespace Personalization.Decisions.Contracts;

/// <summary>
/// One piece of content or offer as it is edited (R5.5). It is shown while it is enabled, inside its times, in its segments, and where <see cref="When"/>
/// (JsonLogic over `{shopper, segment, now}`) holds; which of its variants, their conditions, times and weights decide.
/// </summary>
public sealed record ContentDefinition
{
    public string? Name { get; init; }

    /// <summary>Null: it is.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Such as `banner` or `offer`: callers ask by it.</summary>
    public required string Type { get; init; }

    /// <summary>The highest comes first; 0 to 1,000.</summary>
    public int Priority { get; init; }

    /// <summary>Empty: all, and callers that name none.</summary>
    public IReadOnlyList<string> Segments { get => field ?? []; init; } = [];

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public JsonElement? When { get; init; }

    /// <summary>At least one, each id once.</summary>
    public IReadOnlyList<ContentVariant> Variants { get => field ?? []; init; } = [];

    /// <summary>An object for whoever edits; shown where it is asked for.</summary>
    public JsonElement? Metadata { get; init; }
}
