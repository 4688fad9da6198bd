namespace Dapr.AspNetCore;

/// <summary>Lets an endpoint get the events of a topic in bulk. It goes with a <see cref="TopicAttribute"/> of the same topic.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public class BulkSubscribeAttribute : Attribute, IBulkSubscribeMetadata
{
    /// <summary>Sets both limits.</summary>
    public BulkSubscribeAttribute(string topicName, int maxMessagesCount, int maxAwaitDurationMs)
        : this(topicName, maxMessagesCount)
    {
        MaxAwaitDurationMs = maxAwaitDurationMs;
    }

    /// <summary>Sets the number of events; the sidecar waits a second for them.</summary>
    public BulkSubscribeAttribute(string topicName, int maxMessagesCount)
        : this(topicName)
    {
        MaxMessagesCount = maxMessagesCount;
    }

    /// <summary>Takes 100 events at most, and lets the sidecar wait a second for them.</summary>
    public BulkSubscribeAttribute(string topicName) => TopicName = topicName;

    /// <inheritdoc/>
    public int MaxMessagesCount { get; } = 100;

    /// <inheritdoc/>
    public int MaxAwaitDurationMs { get; } = 1000;

    /// <inheritdoc/>
    public string TopicName { get; }
}
