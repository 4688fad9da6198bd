namespace Personalization.Profiles.Api;

/// <summary>Settings of the profiles service, section `Profiles` (environment: `Profiles__SaveTimeout`, ...). Learning has a file of its own.</summary>
public sealed class ProfilesOptions
{
    public const string Section = "Profiles";

    /// <summary>The file of signal weights and learning options. Relative paths start at the service's folder.</summary>
    public string SignalWeights { get; set; } = "signal-weights.yaml";

    /// <summary>How often the file is looked at.</summary>
    public TimeSpan SignalWeightsPoll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A save that takes longer has failed: its events go to the journal. Above it, callers time out first.</summary>
    public TimeSpan SaveTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>A load that takes longer has failed: the answer comes from memory, degraded.</summary>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After a failure the store is tried this often, by a probe that is no shopper's call; answers in the meantime are instant.</summary>
    public TimeSpan StorePause { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A store that has answered none of many waiting calls for this long, and for three looks of 25 ms more, is away. Too short: a slow disk sends events to the journal.</summary>
    public TimeSpan StoreSilence { get; set; } = TimeSpan.FromMilliseconds(180);

    /// <summary>Events the journal holds while the store is away, over all shoppers. Each is 1-2 KB of memory.</summary>
    public int JournalCapacity { get; set; } = 20_000;

    /// <summary>Bytes of events the journal holds, about: an event may be as large as a request.</summary>
    public long JournalBytes { get; set; } = 128L << 20;

    /// <summary>Events the journal holds of one shopper.</summary>
    public int JournalPerShopper { get; set; } = 256;

    /// <summary>How often the journal is tried against the store.</summary>
    public TimeSpan JournalReplay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Unpublished events one shopper may have before more are refused (broker away).</summary>
    public int OutboxCapacity { get; set; } = 256;

    /// <summary>How long a turn waits for room in a full outbox while the broker takes events. Large batches of one shopper need it; it must stay below the callers' time-out.</summary>
    public TimeSpan OutboxPatience { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The same while the broker takes nothing: then waiting rarely helps. The sweep waits no longer either, so that no reader waits behind it.</summary>
    public TimeSpan OutboxPatienceWhenAway { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long an answer waits for its event to be published before it arms a reminder instead; a broker that takes nothing for this long is not waited for.
    /// Who reads the shopper waits behind it.
    /// </summary>
    public TimeSpan PublishPatience { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Requests to the broker at a time.</summary>
    public int Publishers { get; set; } = 4;

    /// <summary>From arming to the first look of the sweep, and from an event to the first look at whether its outbox can be emptied.</summary>
    public TimeSpan SweepDue { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Between later looks.</summary>
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A shopper without an event for this long is disarmed. Shorter arms and disarms more often; must stay below <see cref="SweepDue"/>.</summary>
    public TimeSpan SweepQuiet { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>An idle actor leaves memory after this long.</summary>
    public TimeSpan ActorIdleTimeout { get; set; } = TimeSpan.FromMinutes(10);
}
