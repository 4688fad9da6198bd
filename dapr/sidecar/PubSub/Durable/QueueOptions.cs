namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>The settings of one `pubsub.sqlite` component.</summary>
internal sealed record QueueOptions
{
    /// <summary>The file; components that name the same file share its topics.</summary>
    public required string Path { get; init; }

    /// <summary>The consumer group: subscriptions of one group share the messages of a topic.</summary>
    public required string ConsumerId { get; init; }

    /// <summary>
    /// Every replica hears every message from now on, and nothing is remembered for it across restarts.
    /// Set by a consumerID that contains `{uuid}`.
    /// </summary>
    public bool Broadcast { get; init; }

    /// <summary>How many messages of one subscription are in work at once.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>How long one attempt of a handler may take before the message counts as not handled.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait before a message that was not handled comes again; doubles each time.</summary>
    public TimeSpan RedeliverInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such wait.</summary>
    public TimeSpan MaxRedeliverInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a message is kept although every known group has handled it, so that a group that starts late still finds it.</summary>
    public TimeSpan MinRetention { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a message is kept for groups that have not handled it. Danger: older ones are lost to them.</summary>
    public TimeSpan MaxRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Bytes of the file's content from which on messages that every known group has handled go before their time, the oldest first.
    /// Danger: a group that starts late then finds fewer of them. What some group has not handled is never counted out.
    /// </summary>
    public long MaxHandledBytes { get; init; } = 32L << 20;

    /// <summary>How long an unused broadcast cursor keeps its place.</summary>
    public static TimeSpan BroadcastExpiry => TimeSpan.FromMinutes(10);
}
