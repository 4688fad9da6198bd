using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Storefront.Searching;

/// <summary>Writes a part of an answer as it came: valid JSON already.</summary>
public sealed class PassedJson : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value.RootElement).ToArray();
    }

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) => writer.WriteRawValue(value.Span, skipInputValidation: true);
}
