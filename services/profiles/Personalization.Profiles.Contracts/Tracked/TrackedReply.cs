using System.Text.Json;

namespace Personalization.Profiles.Contracts;

public sealed record TrackedReply
{
    /// <summary>Everything held, by state key, readable; identifiers of others are not in it.</summary>
    public JsonElement? Held { get; init; }

    public string? Version { get; init; }

    /// <summary>Why this may not be everything: the state store is away, or the demanded version was not reached. Null when it is all there.</summary>
    public string? Reason { get; init; }

    /// <summary>Set when the shopper was merged away: ask there. An actor id.</summary>
    public string? MovedTo { get; init; }
}
