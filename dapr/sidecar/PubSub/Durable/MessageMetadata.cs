using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>The text form of a message's metadata in the log.</summary>
internal static partial class MessageMetadata
{
    public static string? Format(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null || metadata.Count == 0
            ? null
            : JsonSerializer.Serialize(metadata, MetadataJson.Default.IReadOnlyDictionaryStringString);

    public static IReadOnlyDictionary<string, string>? Parse(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, MetadataJson.Default.IReadOnlyDictionaryStringString);

    [JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
    private sealed partial class MetadataJson : JsonSerializerContext;
}
