using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>How often, and how long after each other, a firing that was not taken is tried again: of reminders and of jobs, which have the same policy.</summary>
internal static class FiringRetries
{
    private const int WithoutPolicy = 3;

    public static TimeSpan DefaultInterval { get; } = TimeSpan.FromSeconds(1);

    public static int Count(ReminderFailurePolicy? policy) => policy switch
    {
        { Drop: not null } => 0,
        { Constant: { } constant } => constant.MaxRetries ?? int.MaxValue,
        _ => WithoutPolicy,
    };

    /// <exception cref="FormatException">The interval is no duration.</exception>
    public static TimeSpan Interval(ReminderFailurePolicy? policy)
    {
        if (policy?.Constant?.Interval is not { Length: > 0 } text)
        {
            return DefaultInterval;
        }

        return GoDuration.TryParse(text, out var interval) && interval >= TimeSpan.Zero
            ? interval
            : throw new FormatException($"failurePolicy.constant.interval '{text}' is no duration");
    }
}
