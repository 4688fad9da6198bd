using System.Text.Json;

namespace Personalization.Sidecar.PubSub;

/// <summary>The text form of a message's metadata as components store it: a JSON object of strings.</summary>
internal static class MessageMetadata
{
    public static string? Format(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null || metadata.Count == 0
            ? null
            : JsonSerializer.Serialize(metadata, PubSubJson.Default.IReadOnlyDictionaryStringString);

    public static IReadOnlyDictionary<string, string>? Parse(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, PubSubJson.Default.IReadOnlyDictionaryStringString);
}
