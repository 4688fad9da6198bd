using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Decisions.Definitions;

namespace Personalization.Decisions.Api.Definitions;

/// <summary>Bodies of definitions as their types.</summary>
internal static class DefinitionText
{
    /// <summary>Null, with a fault, where the body is none.</summary>
    public static T? Read<T>(JsonElement body, JsonTypeInfo<T> type, DefinitionFaults faults)
        where T : class
    {
        try
        {
            return body.Deserialize(type);
        }
        catch (JsonException exception)
        {
            faults.Add(exception.Path?.TrimStart('$', '.') ?? "", "cannot be read; send what the document says");
            return null;
        }
    }
}
