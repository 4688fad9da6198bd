using System.Globalization;
using Personalization.Sidecar.Actors.Scheduling;
using Personalization.Sidecar.Scheduling;

namespace Personalization.Sidecar.Jobs;

/// <summary>When a job falls due. Hours are UTC's, as in Dapr's scheduler.</summary>
/// <param name="First">The first time; null: never (the schedule names no day that comes, or the end is before it).</param>
/// <param name="Cron">The times after it; null: there is one alone.</param>
/// <param name="Times">Times in all; null: no limit.</param>
/// <param name="Expires">No time after this; null: never.</param>
internal sealed record JobSchedule(DateTimeOffset? First, CronSchedule? Cron, int? Times, DateTimeOffset? Expires)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365_000);

    /// <param name="request">The job.</param>
    /// <param name="now">When it is registered.</param>
    /// <exception cref="FormatException">A time is not of the grammar, or the end is over already.</exception>
    public static JobSchedule Parse(JobRequest request, DateTimeOffset now)
    {
        var cron = string.IsNullOrEmpty(request.Schedule) ? null : CronSchedule.Parse(request.Schedule, secondsRequired: true);
        DateTimeOffset? first = string.IsNullOrEmpty(request.DueTime) ? cron?.Next(now, TimeZoneInfo.Utc) : Instant("dueTime", request.DueTime, now);
        DateTimeOffset? expires = string.IsNullOrEmpty(request.Ttl) ? null : Instant("ttl", request.Ttl, now);
        if (expires <= now)
        {
            throw new FormatException($"ttl '{request.Ttl}' is over already");
        }

        if (request.Repeats <= 0)
        {
            throw new FormatException($"repeats is {request.Repeats}; it must be above zero");
        }

        return new JobSchedule(first > expires ? null : first, cron, request.Repeats, expires);
    }

    /// <summary>The time after the <paramref name="fired"/>th, which was due at <paramref name="due"/>; null: there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset due, int fired)
    {
        if (Cron is null || fired >= Times)
        {
            return null;
        }

        var next = Cron.Next(due, TimeZoneInfo.Utc);
        return next > Expires ? null : next;
    }

    private static DateTimeOffset Instant(string field, string text, DateTimeOffset now)
    {
        if (DurationText.TryParse(text, out var duration))
        {
            return duration >= TimeSpan.Zero && duration < Longest ? now + duration : throw new FormatException($"{field} '{text}' is no duration from now on");
        }

        return text.Contains('T') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new FormatException($"{field} '{text}' is no instant (2026-01-31T09:00:00Z) and no duration (1h30m)");
    }
}
