namespace Personalization.EndToEnd.Tests.Running;

/// <summary>Waits for what other processes do in their own time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <exception cref="TimeoutException">The condition did not hold within the limit.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan limit)
    {
        using var cancellation = new CancellationTokenSource(limit);
        while (!await condition())
        {
            try
            {
                await Task.Delay(Pause, cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The condition did not hold within {limit.TotalSeconds:0} s.");
            }
        }
    }
}
