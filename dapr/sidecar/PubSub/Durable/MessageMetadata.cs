using System.Text.Json;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>The text form of a message's metadata in the log.</summary>
internal static class MessageMetadata
{
    public static string? Format(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null || metadata.Count == 0
            ? null
            : JsonSerializer.Serialize(metadata, PubSubJson.Default.IReadOnlyDictionaryStringString);

    public static IReadOnlyDictionary<string, string>? Parse(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, PubSubJson.Default.IReadOnlyDictionaryStringString);
}
