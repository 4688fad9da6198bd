using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Abstractions.Serialization;

/// <summary>Times as the public contract answers them: RFC 3339 in UTC with `Z`, whatever offset they were given in.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
