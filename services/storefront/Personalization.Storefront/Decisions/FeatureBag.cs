using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Decisions;

/// <summary>Features as callers write them, any JSON object: numbers are values, words and booleans features of their own, objects joined by dots.</summary>
public static class FeatureBag
{
    /// <summary>Of one context or one item.</summary>
    public const int MostFeatures = 256;

    private const double Largest = 1e15;
    private const int LongestName = 256;

    /// <summary>The features of one object; what cannot be one is a fault with its path.</summary>
    /// <param name="value">An object, or nothing.</param>
    /// <param name="path">Of the value in the request.</param>
    /// <param name="faults">Takes the faults.</param>
    public static IReadOnlyList<NamedValue>? Read(JsonElement value, string path, Faults faults)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, "", $"is {JsonFields.Kind(value)}; send a JSON object of names and values");
            return null;
        }

        return Gather(value, path, faults);
    }

    /// <summary>The features of several objects, gathered as one.</summary>
    /// <param name="value">An array of objects, or nothing.</param>
    /// <param name="path">Of the value in the request.</param>
    /// <param name="faults">Takes the faults.</param>
    public static IReadOnlyList<NamedValue>? ReadMany(JsonElement value, string path, Faults faults)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Add(path, "", $"is {JsonFields.Kind(value)}; send an array of JSON objects of names and values");
            return null;
        }

        foreach (var (index, element) in value.EnumerateArray().Index())
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                faults.Add(path, string.Create(CultureInfo.InvariantCulture, $"[{index}]"), $"is {JsonFields.Kind(element)}; send a JSON object of names and values");
                return null;
            }
        }

        return Gather(value, path, faults);
    }

    private static List<NamedValue>? Gather(JsonElement value, string path, Faults faults)
    {
        List<NamedValue> features = [];
        Add(value, "", path, features, faults);
        if (features.Count > MostFeatures)
        {
            faults.Add(path, "", $"has more than {MostFeatures} features; send at most {MostFeatures}");
            return null;
        }

        return features;
    }

    private static string NameOf(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        return raw.Contains((byte)'\\') ? property.Name : FeatureNames.Of(raw);
    }

    private static void Add(JsonElement value, string name, string path, List<NamedValue> features, Faults faults)
    {
        if (features.Count > MostFeatures)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    Add(property.Value, name.Length == 0 ? NameOf(property) : $"{name}.{property.Name}", path, features, faults);
                }

                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    Add(element, name, path, features, faults);
                }

                break;
            case JsonValueKind.Number when value.TryGetDouble(out var number) && Math.Abs(number) <= Largest:
                Keep(name, number);
                break;
            case JsonValueKind.Number:
                faults.Add(path, name, string.Create(CultureInfo.InvariantCulture, $"is out of range; send a number from {-Largest:0} to {Largest:0}"));
                break;
            case JsonValueKind.String:
                Keep($"{name}={value.GetString()}", 1);
                break;
            case JsonValueKind.True:
                Keep(name, 1);
                break;
            default:
                break;
        }

        void Keep(string full, double number)
        {
            if (full.Length > LongestName)
            {
                faults.Add(path, "", $"has a feature of {full.Length} characters; send names and words of at most {LongestName} together");
                return;
            }

            features.Add(new NamedValue(full, number));
        }
    }
}
