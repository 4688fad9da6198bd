namespace Personalization.Profiles.Contracts;

public sealed record TrackResult
{
    public required string EventId { get; init; }

    /// <summary>False: nothing was kept, the caller must send it again after <see cref="RetryAfterSeconds"/> (503).</summary>
    public required bool Accepted { get; init; }

    /// <summary>The id was known; nothing changed a second time.</summary>
    public bool Duplicate { get; init; }

    /// <summary>True: effect and event are committed in one transaction. A repeat reports the durability of the first.</summary>
    public bool Durable { get; init; }

    public bool PreferencesChanged { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>Why it was not accepted, such as `journal_full` or `outbox_full`.</summary>
    public string? Reason { get; init; }
}
