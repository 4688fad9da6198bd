namespace Dapr.Actors.Runtime;

/// <summary>The limits that timers and reminders share.</summary>
internal static class ActorSchedule
{
    public static void Validate(TimeSpan dueTime, TimeSpan period, TimeSpan? ttl)
    {
        if (dueTime < TimeSpan.Zero)
        {
            throw OutOfRange(nameof(dueTime), TimeSpan.Zero);
        }

        if (period < Timeout.InfiniteTimeSpan)
        {
            throw OutOfRange(nameof(period), Timeout.InfiniteTimeSpan);
        }

        if (ttl is { } limit && (limit < dueTime || limit < TimeSpan.Zero))
        {
            throw OutOfRange(nameof(ttl), dueTime);
        }
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, TimeSpan least) =>
        new(name, $"TimeSpan TotalMilliseconds specified value must be between {least.TotalMilliseconds} and {TimeSpan.MaxValue.TotalMilliseconds} ");
}
