using Personalization.Sidecar.Actors.Reminders;

namespace Personalization.Sidecar.Jobs;

/// <summary>A job as it is asked for.</summary>
internal sealed record JobRequest
{
    public required string Name { get; init; }

    /// <summary>A cron expression with seconds, <c>@daily</c> and its like, or <c>@every 5s</c>; null: once.</summary>
    public string? Schedule { get; init; }

    /// <summary>The first time: an instant (RFC 3339) or a duration from now. One of this and <see cref="Schedule"/> is needed.</summary>
    public string? DueTime { get; init; }

    /// <summary>Times in all; null: no limit.</summary>
    public int? Repeats { get; init; }

    /// <summary>The end: an instant or a duration from now.</summary>
    public string? Ttl { get; init; }

    public JobData? Data { get; init; }

    /// <summary>Takes the place of a job of that name; else such a job is a conflict.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Null: three more tries, a second apart.</summary>
    public ReminderFailurePolicy? FailurePolicy { get; init; }
}
