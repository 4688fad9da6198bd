using System.Text.Json;

namespace Personalization.Decisions.Contracts;

/// <param name="Path">Of the value inside the definition; empty where all of it is meant.</param>
/// <param name="Before">Null where there was none.</param>
/// <param name="After">Null where there is none.</param>
public sealed record DefinitionDifference(string Path, JsonElement? Before, JsonElement? After);
