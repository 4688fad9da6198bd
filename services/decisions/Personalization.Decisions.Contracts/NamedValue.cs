using System.Text.Json.Serialization;

namespace Personalization.Decisions.Contracts;

/// <summary>One feature: a named finite number. A word is a feature of its own, `weather=rain` with value 1.</summary>
public sealed record NamedValue([property: JsonPropertyName("n")] string Name, [property: JsonPropertyName("v")] double Value);
