namespace Personalization.Sidecar.Actors.Scheduling;

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
}
