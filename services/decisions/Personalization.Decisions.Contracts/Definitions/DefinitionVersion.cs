using System.Text.Json;

namespace Personalization.Decisions.Contracts;

/// <summary>One version of one definition; never changed once written.</summary>
public sealed record DefinitionVersion
{
    public required string Id { get; init; }

    /// <summary>From 1, without gaps; deleting is a version too.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required string UpdatedBy { get; init; }

    public bool? Deleted { get; init; }

    /// <summary>Null of a deletion, and in the list of all changes.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>In a history: what it changed of the version before.</summary>
    public IReadOnlyList<DefinitionDifference>? Changes { get; init; }
}
