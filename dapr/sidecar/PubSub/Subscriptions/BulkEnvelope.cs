using System.Buffers;
using System.Text.Json;
using Personalization.Sidecar.PubSub.CloudEvents;

namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>The body of a bulk delivery.</summary>
internal static class BulkEnvelope
{
    public static byte[] Write(string id, Subscription subscription, IReadOnlyList<OpenedMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>(messages.Sum(message => message.Body.Length + 128) + 256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("type", CloudEventFields.BulkType);
            writer.WriteString("topic", subscription.Topic);
            writer.WriteString("pubsubname", subscription.PubsubName);
            WriteMetadata(writer, subscription.Metadata);
            writer.WriteStartArray("entries");
            foreach (var message in messages)
            {
                writer.WriteStartObject();
                writer.WriteString("entryId", message.EntryId);
                WriteEvent(writer, subscription, message);
                WriteMetadata(writer, message.Delivery.Metadata);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEvent(Utf8JsonWriter writer, Subscription subscription, OpenedMessage message)
    {
        if (subscription.IsRaw)
        {
            writer.WriteBase64String("event", message.Delivery.Data.Span);
            writer.WriteString("contentType", ContentTypes.Binary);
            return;
        }

        writer.WritePropertyName("event");
        // It was read as JSON when the message was opened.
        writer.WriteRawValue(message.Body.Span, skipInputValidation: true);
        writer.WriteString("contentType", CloudEventFields.ContentType);
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? metadata)
    {
        writer.WriteStartObject("metadata");
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>())
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }
}
