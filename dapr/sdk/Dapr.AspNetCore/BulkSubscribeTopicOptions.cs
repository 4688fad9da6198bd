namespace Dapr.AspNetCore;

/// <summary>Lets an endpoint get the events of a topic in bulk.</summary>
public class BulkSubscribeTopicOptions
{
    /// <summary>How many events at most.</summary>
    public int MaxMessagesCount { get; set; } = 100;

    /// <summary>How long the sidecar waits for them, in milliseconds.</summary>
    public int MaxAwaitDurationMs { get; set; } = 1000;

    /// <summary>The topic.</summary>
    public string? TopicName { get; set; }
}
