using System.Text.Json;

namespace Personalization.Decisions.Contracts;

/// <summary>What conditions of rules look at. Callers send it where an answer says that it is wanted (<see cref="FactsStates"/>); it is not logged.</summary>
public sealed record DecideFacts
{
    /// <summary>The context as the caller wrote it.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>What is known of the shopper; names none.</summary>
    public JsonElement? Shopper { get; init; }

    /// <summary>By id: what is known of the item. An absent one is `{id}`.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Items { get; init; }
}
