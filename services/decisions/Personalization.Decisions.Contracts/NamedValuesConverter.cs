using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Decisions.Contracts;

/// <summary>
/// Features as one flat array, name and value in turn: `["price",2,"weather=rain",1]`. A page's call carries thousands of them, so an object
/// each would be most of its bytes. Arrays of objects `{"n","v"}`, as older logs hold them, are read too.
/// </summary>
public sealed class NamedValuesConverter : JsonConverter<IReadOnlyList<NamedValue>>
{
    private const int Usual = 32;

    public override IReadOnlyList<NamedValue> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Features are an array of names and values.");
        }

        var values = new List<NamedValue>(Usual);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader) : ReadPair(ref reader));
        }

        return values;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<NamedValue> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (var i = 0; i < value.Count; i++)
        {
            var one = value[i];
            writer.WriteStringValue(one.Name);
            writer.WriteNumberValue(one.Value);
        }

        writer.WriteEndArray();
    }

    private static NamedValue ReadPair(ref Utf8JsonReader reader)
    {
        var name = NameOf(ref reader);
        reader.Read();
        return new NamedValue(name, reader.GetDouble());
    }

    private static NamedValue ReadObject(ref Utf8JsonReader reader)
    {
        var (name, value) = ("", 0.0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("n"u8);
            var isValue = reader.ValueTextEquals("v"u8);
            reader.Read();
            if (isName)
            {
                name = NameOf(ref reader);
            }
            else if (isValue)
            {
                value = reader.GetDouble();
            }
            else
            {
                reader.Skip();
            }
        }

        return new NamedValue(name, value);
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("The name of a feature is a string.");
        }

        return reader.HasValueSequence || reader.ValueIsEscaped ? reader.GetString()! : FeatureNames.Of(reader.ValueSpan);
    }
}
