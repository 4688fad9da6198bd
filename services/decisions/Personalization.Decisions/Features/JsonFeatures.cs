using System.Text.Json;

namespace Personalization.Decisions.Features;

/// <summary>Features out of any JSON: numbers are values, words and booleans features of their own, objects and arrays joined by dots.</summary>
public static class JsonFeatures
{
    /// <summary>Names beginning with `_` are the log's own and left out. What is not finite is left out.</summary>
    public static IEnumerable<Feature> Of(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDouble(out var number) && double.IsFinite(number) ? [new Feature(name, number)] : [],
        JsonValueKind.String => [new Feature($"{name}={value.GetString()}", 1)],
        JsonValueKind.True => [new Feature(name, 1)],
        JsonValueKind.Object => value.EnumerateObject().Where(property => !property.Name.StartsWith('_')).SelectMany(property => Of(Join(name, property.Name), property.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(element => Of(name, element)),
        _ => [],
    };

    private static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";
}
