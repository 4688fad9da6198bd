namespace Dapr.AspNetCore;

/// <summary>Lets a subscriber get the events of a topic in bulk.</summary>
public interface IBulkSubscribeMetadata
{
    /// <summary>How many events at most.</summary>
    int MaxMessagesCount { get; }

    /// <summary>How long the sidecar waits for them, in milliseconds.</summary>
    int MaxAwaitDurationMs { get; }

    /// <summary>The topic.</summary>
    public string TopicName { get; }
}
