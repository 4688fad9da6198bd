using Dapr;
using Dapr.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Makes endpoints subscribers.</summary>
public static class DaprEndpointConventionBuilderExtensions
{
    /// <summary>Subscribes an endpoint to a topic.</summary>
    public static T WithTopic<T>(this T builder, string pubsubName, string name)
        where T : IEndpointConventionBuilder =>
        WithTopic(builder, pubsubName, name, enableRawPayload: false);

    /// <summary>Subscribes an endpoint to a topic, with metadata for the component.</summary>
    public static T WithTopic<T>(this T builder, string pubsubName, string name, IDictionary<string, string>? metadata)
        where T : IEndpointConventionBuilder =>
        WithTopic(builder, pubsubName, name, enableRawPayload: false, metadata);

    /// <summary>Subscribes an endpoint to a topic, with or without the envelope.</summary>
    public static T WithTopic<T>(this T builder, string pubsubName, string name, bool enableRawPayload)
        where T : IEndpointConventionBuilder =>
        WithTopic(builder, pubsubName, name, enableRawPayload, metadata: null);

    /// <summary>Subscribes an endpoint to a topic, with or without the envelope, with metadata for the component.</summary>
    public static T WithTopic<T>(this T builder, string pubsubName, string name, bool enableRawPayload, IDictionary<string, string>? metadata)
        where T : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WithMetadata(new TopicAttribute(pubsubName, name, enableRawPayload));
        AddMetadata(builder, metadata);
        return builder;
    }

    /// <summary>Subscribes an endpoint to a topic.</summary>
    public static T WithTopic<T>(this T builder, TopicOptions topicOptions)
        where T : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(topicOptions.PubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicOptions.Name);
        AddMetadata(builder, topicOptions.Metadata);
        builder.WithMetadata(new TopicAttribute(topicOptions.PubsubName, topicOptions.Name, topicOptions.DeadLetterTopic, topicOptions.EnableRawPayload)
        {
            Match = topicOptions.Match,
            Priority = topicOptions.Priority,
            OwnedMetadatas = topicOptions.OwnedMetadatas,
        });
        return builder;
    }

    /// <summary>Lets an endpoint get the events of a topic in bulk.</summary>
    public static T WithBulkSubscribe<T>(this T builder, BulkSubscribeTopicOptions bulkSubscribeTopicOptions)
        where T : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(bulkSubscribeTopicOptions.TopicName);
        builder.WithMetadata(new BulkSubscribeAttribute(
            bulkSubscribeTopicOptions.TopicName,
            bulkSubscribeTopicOptions.MaxMessagesCount,
            bulkSubscribeTopicOptions.MaxAwaitDurationMs));
        return builder;
    }

    private static void AddMetadata<T>(T builder, IDictionary<string, string>? metadata)
        where T : IEndpointConventionBuilder
    {
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            builder.WithMetadata(new TopicMetadataAttribute(key, value));
        }
    }
}
