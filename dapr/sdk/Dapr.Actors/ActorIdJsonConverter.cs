using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dapr.Actors;

/// <summary>Writes an actor's id as a JSON string.</summary>
internal sealed class ActorIdJsonConverter : JsonConverter<ActorId>
{
    public override ActorId? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String when reader.GetString() is { } text && !string.IsNullOrWhiteSpace(text) => new ActorId(text),
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, ActorId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.GetId());
}
