using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Personalization.Sidecar.PubSub.CloudEvents;

/// <summary>Puts published data in a CloudEvents envelope, by daprd's rules. Pure: ids and time come with the context.</summary>
internal static class EnvelopeWriter
{
    private const string OverridePrefix = "cloudevent.";
    private const string TtlKey = "ttlInSeconds";

    /// <summary>Wraps data of any content type.</summary>
    /// <exception cref="JsonException">The content type says the body is an envelope already, and it is not a JSON object.</exception>
    /// <exception cref="FormatException">A value of the request's metadata is wrong.</exception>
    public static byte[] Write(ReadOnlyMemory<byte> data, string contentType, EnvelopeContext context)
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length + 512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (ContentTypes.IsCloudEvent(contentType))
            {
                Complete(writer, data, context);
            }
            else
            {
                Wrap(writer, data.Span, contentType, context);
            }

            if (Expiration(context) is { } expiration)
            {
                writer.WriteString(CloudEventFields.Expiration, Time(expiration));
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The envelope of a message that was published without one, for a subscription that asks for raw messages.</summary>
    public static byte[] WriteRaw(ReadOnlyMemory<byte> data, EnvelopeContext context)
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length * 2 + 256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString(CloudEventFields.Id, context.NewId);
            writer.WriteString(CloudEventFields.SpecVersion, CloudEventFields.Version);
            writer.WriteString(CloudEventFields.DataContentType, ContentTypes.Binary);
            writer.WriteString(CloudEventFields.Source, CloudEventFields.DefaultSource);
            writer.WriteString(CloudEventFields.Type, CloudEventFields.DefaultType);
            writer.WriteString(CloudEventFields.Time, Time(context.Now));
            writer.WriteString(CloudEventFields.Topic, context.Topic);
            writer.WriteString(CloudEventFields.PubsubName, context.PubsubName);
            writer.WriteBase64String(CloudEventFields.DataBase64, data.Span);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Wrap(Utf8JsonWriter writer, ReadOnlySpan<byte> data, string contentType, EnvelopeContext context)
    {
        string? Override(string field) => context.Metadata.GetValueOrDefault(OverridePrefix + field) is { Length: > 0 } value ? value : null;

        var traceParent = Override(CloudEventFields.TraceParent) ?? context.TraceParent;

        // First, as in daprd, whose attributes stand in the order of the alphabet: there are subscribers that take the first for the data.
        WriteData(writer, data, contentType);
        writer.WriteString(CloudEventFields.Id, Override(CloudEventFields.Id) ?? context.NewId);
        writer.WriteString(CloudEventFields.SpecVersion, CloudEventFields.Version);
        writer.WriteString(CloudEventFields.DataContentType, contentType);
        writer.WriteString(CloudEventFields.Source, Override(CloudEventFields.Source) ?? context.AppId);
        writer.WriteString(CloudEventFields.Type, Override(CloudEventFields.Type) ?? CloudEventFields.DefaultType);
        writer.WriteString(CloudEventFields.Time, Time(context.Now));
        writer.WriteString(CloudEventFields.Topic, context.Topic);
        writer.WriteString(CloudEventFields.PubsubName, context.PubsubName);
        writer.WriteString(CloudEventFields.TraceId, Override(CloudEventFields.TraceId) ?? traceParent);
        writer.WriteString(CloudEventFields.TraceParent, traceParent);
        writer.WriteString(CloudEventFields.TraceState, Override(CloudEventFields.TraceState) ?? context.TraceState ?? "");
        if (Override(CloudEventFields.Subject) is { } subject)
        {
            writer.WriteString(CloudEventFields.Subject, subject);
        }
    }

    private static void WriteData(Utf8JsonWriter writer, ReadOnlySpan<byte> data, string contentType)
    {
        if (ContentTypes.IsBinary(contentType))
        {
            writer.WriteBase64String(CloudEventFields.DataBase64, data);
        }
        else if (ContentTypes.IsJson(contentType) && IsJson(data))
        {
            writer.WritePropertyName(CloudEventFields.Data);
            writer.WriteRawValue(data, skipInputValidation: true);
        }
        else
        {
            writer.WriteString(CloudEventFields.Data, System.Text.Encoding.UTF8.GetString(data));
        }
    }

    /// <summary>The publisher made the envelope: only what says where it travels is set, and only what is missing is added. An id is not invented.</summary>
    private static void Complete(Utf8JsonWriter writer, ReadOnlyMemory<byte> data, EnvelopeContext context)
    {
        using var document = JsonDocument.Parse(data);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("a cloud event is a JSON object");
        }

        var present = new HashSet<string>(StringComparer.Ordinal);
        var expires = Expiration(context) is not null;
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name is CloudEventFields.Topic or CloudEventFields.PubsubName || (expires && property.Name == CloudEventFields.Expiration))
            {
                continue;
            }

            present.Add(property.Name);
            property.WriteTo(writer);
        }

        void Add(string field, string value)
        {
            if (!present.Contains(field))
            {
                writer.WriteString(field, value);
            }
        }

        writer.WriteString(CloudEventFields.Topic, context.Topic);
        writer.WriteString(CloudEventFields.PubsubName, context.PubsubName);
        Add(CloudEventFields.Time, Time(context.Now));
        Add(CloudEventFields.TraceId, context.TraceParent);
        Add(CloudEventFields.TraceParent, context.TraceParent);
        Add(CloudEventFields.TraceState, context.TraceState ?? "");
        Add(CloudEventFields.Source, CloudEventFields.DefaultSource);
        Add(CloudEventFields.Type, CloudEventFields.DefaultType);
        Add(CloudEventFields.SpecVersion, CloudEventFields.Version);
    }

    private static DateTimeOffset? Expiration(EnvelopeContext context)
    {
        if (context.Metadata.GetValueOrDefault(TtlKey) is not { Length: > 0 } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is 0 or > int.MaxValue)
        {
            throw new FormatException($"{TtlKey} '{text}' is not a whole number of seconds above zero");
        }

        return context.Now.AddSeconds(seconds);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool IsJson(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        try
        {
            var any = false;
            while (reader.Read())
            {
                any = true;
            }

            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
