namespace Personalization.Sidecar.Scheduling;

/// <summary>Waits of any length: a timer of the platform holds 49 days at most.</summary>
internal static class LongDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static async Task WaitAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        for (; wait > Longest; wait -= Longest)
        {
            await Task.Delay(Longest, time, cancellationToken);
        }

        await Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>Waits until a time has come; not at all when it has passed.</summary>
    public static async Task UntilAsync(DateTimeOffset due, TimeProvider time, CancellationToken cancellationToken)
    {
        while (due - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
        {
            await WaitAsync(wait, time, cancellationToken);
        }
    }
}
