using System.Text.Json;

namespace Personalization.Profiles.Contracts;

public sealed record TrackedReply
{
    /// <summary>Everything held, by state key, readable; identifiers of others are not in it.</summary>
    public JsonElement? Held { get; init; }

    public string? Version { get; init; }

    /// <summary>Set when the shopper was merged away: ask there. An actor id.</summary>
    public string? MovedTo { get; init; }
}
