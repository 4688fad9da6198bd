using System.Globalization;
using System.Text.Json;

namespace Personalization.Sidecar.PubSub.CloudEvents;

/// <summary>What delivery needs to know of an envelope; read without building the document.</summary>
internal readonly record struct EnvelopeHeader(string? TraceParent, string? TraceState, DateTimeOffset? Expires)
{
    /// <returns>False when the bytes are not a JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> envelope, out EnvelopeHeader header)
    {
        header = default;
        var reader = new Utf8JsonReader(envelope);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var field = reader.ValueTextEquals("traceparent"u8) ? 1
                    : reader.ValueTextEquals("tracestate"u8) ? 2
                    : reader.ValueTextEquals("expiration"u8) ? 3
                    : 0;
                reader.Read();
                if (field == 0 || reader.TokenType != JsonTokenType.String)
                {
                    reader.Skip();
                    continue;
                }

                var text = reader.GetString();
                header = field switch
                {
                    1 => header with { TraceParent = text },
                    2 => header with { TraceState = text },
                    _ => header with { Expires = ReadTime(text) },
                };
            }

            return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
