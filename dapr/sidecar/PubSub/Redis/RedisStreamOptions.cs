namespace Personalization.Sidecar.PubSub.Redis;

/// <summary>The settings of <c>pubsub.redis</c> beside the connection; defaults are daprd's.</summary>
internal sealed record RedisStreamOptions
{
    /// <summary>The consumer group, and the name of its one consumer: the replicas of an app share both.</summary>
    public required string ConsumerId { get; init; }

    /// <summary>The group belongs to this replica alone (<c>{uuid}</c>), and goes with it.</summary>
    public bool Broadcast { get; init; }

    /// <summary>A message that was handed out this long ago and not settled is handed out again. Zero: never.</summary>
    public TimeSpan ProcessingTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often to look for such messages. Zero: never.</summary>
    public TimeSpan RedeliverInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The most messages taken from the server and not yet in work.</summary>
    public int QueueDepth { get; init; } = 100;

    /// <summary>Messages of a subscription in work at once.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>A publish cuts the stream to about this many messages, read or not. Zero: never.</summary>
    public int MaxLength { get; init; }

    /// <summary>A publish cuts off messages older than this, read or not. Zero: never.</summary>
    public TimeSpan StreamTtl { get; init; }

    /// <summary>Whether messages that nobody settled come again.</summary>
    public bool Redelivers => ProcessingTimeout > TimeSpan.Zero && RedeliverInterval > TimeSpan.Zero;
}
