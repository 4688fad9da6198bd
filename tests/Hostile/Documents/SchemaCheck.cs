using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Personalization.Hostile.Documents;

/// <summary>
/// Judges values by the schemas of an OpenAPI 3.0 document. A keyword that it does not know is an error of its own, never a pass.
/// </summary>
public sealed class SchemaCheck(ApiDocument document)
{
    private static readonly HashSet<string> Annotations = ["description", "example", "default", "title", "nullable", "exclusiveMinimum", "deprecated"];

    /// <summary>What is wrong with the value, each with its path; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults(JsonElement value, JsonElement schema)
    {
        var faults = new List<string>();
        Check(value, schema, "$", faults);
        return faults;
    }

    private void Check(JsonElement value, JsonElement schema, string path, List<string> faults)
    {
        schema = document.Resolve(schema);
        if (value.ValueKind == JsonValueKind.Null && Flag(schema, "nullable"))
        {
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Annotations.Contains(keyword.Name) && Fault(value, schema, keyword, path, faults) is { } fault)
            {
                faults.Add($"{path} {fault}");
            }
        }
    }

    private string? Fault(JsonElement value, JsonElement schema, JsonProperty keyword, string path, List<string> faults)
    {
        var rule = keyword.Value;
        switch (keyword.Name)
        {
            case "type":
                return IsOf(value, rule.GetString()!) ? null : $"is {value.ValueKind} and no {rule}";
            case "enum":
                return rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)) ? null : "is none of the enum";
            case "allOf":
                foreach (var part in rule.EnumerateArray())
                {
                    Check(value, part, path, faults);
                }

                return null;
            case "anyOf":
                return rule.EnumerateArray().Any(part => Faults(value, part).Count == 0) ? null : "fits none of anyOf";
            case "oneOf":
                var fitting = rule.EnumerateArray().Count(part => Faults(value, part).Count == 0);
                return fitting == 1 ? null : $"fits {fitting} of oneOf";
            case "not":
                return Faults(value, rule).Count > 0 ? null : "fits what it must not";
            case "required" or "properties" or "additionalProperties" or "maxProperties":
                return value.ValueKind == JsonValueKind.Object ? ObjectFault(value, schema, keyword, path, faults) : null;
            case "items" or "minItems" or "maxItems" or "uniqueItems":
                return value.ValueKind == JsonValueKind.Array ? ArrayFault(value, keyword, path, faults) : null;
            case "minLength" or "maxLength" or "pattern" or "format":
                return value.ValueKind == JsonValueKind.String ? TextFault(value.GetString()!, keyword) : null;
            case "minimum" or "maximum":
                return value.ValueKind == JsonValueKind.Number ? NumberFault(value, schema, keyword) : null;
            default:
                return $"has a schema with the keyword '{keyword.Name}', which the check does not know";
        }
    }

    private string? ObjectFault(JsonElement value, JsonElement schema, JsonProperty keyword, string path, List<string> faults)
    {
        switch (keyword.Name)
        {
            case "required":
                var missing = keyword.Value.EnumerateArray().FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _));
                return missing.ValueKind == JsonValueKind.Undefined ? null : $"misses {missing}";
            case "properties":
                foreach (var property in keyword.Value.EnumerateObject())
                {
                    if (value.TryGetProperty(property.Name, out var held))
                    {
                        Check(held, property.Value, $"{path}.{property.Name}", faults);
                    }
                }

                return null;
            case "maxProperties":
                return value.EnumerateObject().Count() <= keyword.Value.GetInt32() ? null : "has too many properties";
            default:
                var known = schema.TryGetProperty("properties", out var properties) ? properties : default;
                foreach (var property in value.EnumerateObject())
                {
                    if (known.ValueKind == JsonValueKind.Object && known.TryGetProperty(property.Name, out _))
                    {
                        continue;
                    }

                    if (keyword.Value.ValueKind == JsonValueKind.False)
                    {
                        return $"has the unknown property {property.Name}";
                    }

                    if (keyword.Value.ValueKind == JsonValueKind.Object)
                    {
                        Check(property.Value, keyword.Value, $"{path}.{property.Name}", faults);
                    }
                }

                return null;
        }
    }

    private string? ArrayFault(JsonElement value, JsonProperty keyword, string path, List<string> faults)
    {
        if (keyword.Name == "uniqueItems")
        {
            return keyword.Value.ValueKind != JsonValueKind.True || !HasTwice([.. value.EnumerateArray()]) ? null : "has an entry twice";
        }

        if (keyword.Name != "items")
        {
            var length = value.GetArrayLength();
            var bound = keyword.Value.GetInt32();
            return (keyword.Name == "minItems" ? length >= bound : length <= bound) ? null : $"has {length} entries, against {keyword.Name} {bound}";
        }

        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            Check(element, keyword.Value, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), faults);
        }

        return null;
    }

    private static bool HasTwice(JsonElement[] elements) => elements.Index().Any(one => elements.Take(one.Index).Any(before => JsonElement.DeepEquals(before, one.Item)));

    private static string? TextFault(string text, JsonProperty keyword)
    {
        var fits = keyword.Name switch
        {
            "minLength" => text.EnumerateRunes().Count() >= keyword.Value.GetInt32(),
            "maxLength" => text.EnumerateRunes().Count() <= keyword.Value.GetInt32(),
            "pattern" => Regex.IsMatch(text, keyword.Value.GetString()!, RegexOptions.ECMAScript | RegexOptions.CultureInvariant),
            _ => keyword.Value.GetString() != "date-time"
                || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        };
        return fits ? null : $"is against {keyword.Name} {keyword.Value}";
    }

    private static string? NumberFault(JsonElement value, JsonElement schema, JsonProperty keyword)
    {
        // A double is exact enough to judge bounds, and knows numbers that no decimal holds.
        var number = value.GetDouble();
        var bound = keyword.Value.GetDouble();
        var fits = keyword.Name == "maximum" ? number <= bound : Flag(schema, "exclusiveMinimum") ? number > bound : number >= bound;
        return fits ? null : $"is {value.GetRawText()}, against {keyword.Name} {bound}";
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => false,
    };

    private static bool Flag(JsonElement schema, string name) => schema.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;
}
