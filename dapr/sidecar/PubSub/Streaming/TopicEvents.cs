using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc.Messages;
using Personalization.Sidecar.PubSub.CloudEvents;

namespace Personalization.Sidecar.PubSub.Streaming;

/// <summary>A cloud event as gRPC carries it: known attributes as fields, data as bytes, all others as extensions.</summary>
internal static class TopicEvents
{
    /// <param name="envelope">A cloud event in JSON; it says which component and topic it came from.</param>
    /// <param name="path">The route that matched it.</param>
    /// <exception cref="JsonException">No JSON object.</exception>
    public static TopicEventRequest FromEnvelope(ReadOnlyMemory<byte> envelope, string path)
    {
        using var document = JsonDocument.Parse(envelope);
        var message = new TopicEventRequest { Path = path, Extensions = new Struct() };
        JsonElement? data = null;
        foreach (var attribute in document.RootElement.EnumerateObject())
        {
            switch (attribute.Name)
            {
                case "id":
                    message.Id = Text(attribute.Value);
                    break;
                case "source":
                    message.Source = Text(attribute.Value);
                    break;
                case "type":
                    message.Type = Text(attribute.Value);
                    break;
                case "specversion":
                    message.SpecVersion = Text(attribute.Value);
                    break;
                case "datacontenttype":
                    message.DataContentType = Text(attribute.Value);
                    break;
                case "data":
                    data = attribute.Value;
                    break;
                case "data_base64":
                    message.Data = attribute.Value.ValueKind == JsonValueKind.String && attribute.Value.TryGetBytesFromBase64(out var bytes)
                        ? ByteString.CopyFrom(bytes)
                        : ByteString.Empty;
                    break;
                case "topic":
                    message.Topic = Text(attribute.Value);
                    break;
                case "pubsubname":
                    message.PubsubName = Text(attribute.Value);
                    break;
                default:
                    message.Extensions.Fields[attribute.Name] = Value.Parser.ParseJson(attribute.Value.GetRawText());
                    break;
            }
        }

        if (data is { } element)
        {
            message.Data = element.ValueKind == JsonValueKind.String && !ContentTypes.IsJson(message.DataContentType)
                ? ByteString.CopyFromUtf8(element.GetString()!)
                : ByteString.CopyFrom(Encoding.UTF8.GetBytes(element.GetRawText()));
        }

        return message;
    }

    private static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
}
