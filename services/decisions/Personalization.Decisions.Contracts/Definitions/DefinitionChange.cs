using System.Text.Json;

namespace Personalization.Decisions.Contracts;

/// <summary>Puts or deletes one definition, or says what putting it would do.</summary>
public sealed record DefinitionChange
{
    public required string StoreId { get; init; }

    /// <summary>One of <see cref="DefinitionKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Null only where it is validated alone.</summary>
    public string? Id { get; init; }

    /// <summary>The definition; null deletes.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>The version that must stand: 0 that there is none; null whatever, which a definition that is there refuses.</summary>
    public long? Expected { get; init; }

    /// <summary>True: any version may stand.</summary>
    public bool Anyway { get; init; }

    /// <summary>Who changes it, for the history.</summary>
    public required string By { get; init; }

    /// <summary>A call to try the definition on; only where it is validated.</summary>
    public DecideRequest? Trial { get; init; }
}
