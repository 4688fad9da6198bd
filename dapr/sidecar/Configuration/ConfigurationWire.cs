using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Configuration;

/// <summary>An item as JSON; empty parts are left out, as daprd leaves them.</summary>
internal sealed record ConfigurationItemWire(string? Value, string? Version, IReadOnlyDictionary<string, string>? Metadata)
{
    public static Dictionary<string, ConfigurationItemWire> From(IReadOnlyDictionary<string, ConfigurationItem> items) => items.ToDictionary(
        pair => pair.Key,
        pair => new ConfigurationItemWire(Text(pair.Value.Value), Text(pair.Value.Version), pair.Value.Metadata.Count > 0 ? pair.Value.Metadata : null),
        StringComparer.Ordinal);

    private static string? Text(string text) => text.Length > 0 ? text : null;
}

/// <summary>What the app is told of a change.</summary>
internal sealed record ConfigurationUpdateWire(string Id, Dictionary<string, ConfigurationItemWire> Items);

/// <summary>The answer to subscribe.</summary>
internal sealed record ConfigurationSubscribed(string Id);

/// <summary>The answer to unsubscribe.</summary>
internal sealed record ConfigurationUnsubscribed(bool Ok, string? Message = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Dictionary<string, ConfigurationItemWire>))]
[JsonSerializable(typeof(ConfigurationUpdateWire))]
[JsonSerializable(typeof(ConfigurationSubscribed))]
[JsonSerializable(typeof(ConfigurationUnsubscribed))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
