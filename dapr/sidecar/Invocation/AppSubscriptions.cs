using System.Buffers;
using System.Text.Json;
using Personalization.Grpc.Messages;

namespace Personalization.Sidecar.Invocation;

/// <summary>What an app over gRPC subscribes to, as an app over HTTP would say it. Bulk delivery is left out: each event is given by a call of its own.</summary>
internal static class AppSubscriptions
{
    public static ReadOnlyMemory<byte> ToJson(ListTopicSubscriptionsResponse wanted)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var subscription in wanted.Subscriptions)
            {
                Write(writer, subscription);
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, TopicSubscription subscription)
    {
        writer.WriteStartObject();
        writer.WriteString("pubsubname", subscription.PubsubName);
        writer.WriteString("topic", subscription.Topic);
        writer.WriteStartObject("metadata");
        foreach (var (name, value) in subscription.Metadata)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("routes");
        writer.WriteStartArray("rules");
        foreach (var rule in subscription.Routes?.Rules ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("match", rule.Match);
            writer.WriteString("path", rule.Path);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("default", subscription.Routes is { Default.Length: > 0 } routes ? routes.Default : "/");
        writer.WriteEndObject();
        if (subscription.DeadLetterTopic.Length > 0)
        {
            writer.WriteString("deadLetterTopic", subscription.DeadLetterTopic);
        }

        writer.WriteEndObject();
    }
}
