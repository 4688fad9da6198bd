using System.Text.Json;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Shoppers;

/// <summary>The body of `PUT /api/users/{id}/personalization`: what is absent stays as it was.</summary>
public static class SwitchesBody
{
    private const int Enabled = 0, Features = 1;

    private static readonly FieldNames Names = new("enabled", "features");
    private static readonly FieldNames FeatureFields = new([.. FeatureNames.All]);

    /// <summary>Null when a fault was noted.</summary>
    public static SwitchesPatch? Read(JsonElement body, Faults faults)
    {
        if (!JsonText.Check(body, "", faults) || JsonFields.Open(body, Names, "", faults) is not { } fields)
        {
            return null;
        }

        var patch = new SwitchesPatch { Enabled = fields.Boolean(Enabled), Features = ReadFeatures(fields) };
        return faults.Any ? null : patch;
    }

    private static Dictionary<string, bool>? ReadFeatures(JsonFields fields)
    {
        if (fields.Object(Features, FeatureFields) is not { } features)
        {
            return null;
        }

        var switches = new Dictionary<string, bool>(StringComparer.Ordinal);
        for (var i = 0; i < FeatureFields.Count; i++)
        {
            if (features.Boolean(i) is { } on)
            {
                switches.Add(FeatureFields[i], on);
            }
        }

        return switches;
    }
}
