using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Personalization.Testing;

/// <summary>Waits for what happens in the background, with a deadline far beyond what it needs.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PauseOfProcesses = TimeSpan.FromMilliseconds(50);

    /// <exception cref="TimeoutException">It did not happen; names <paramref name="what"/>.</exception>
    public static async Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > Deadline)
            {
                throw new TimeoutException($"Not within {Deadline.TotalSeconds} s: {what}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The same of what other processes do in their own time.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="limit">How long.</param>
    /// <param name="seen">What was there last; said when it did not happen.</param>
    /// <exception cref="TimeoutException">It did not happen within the limit.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string?>? seen = null)
    {
        using var cancellation = new CancellationTokenSource(limit);
        while (!await condition())
        {
            try
            {
                await Task.Delay(PauseOfProcesses, cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The condition did not hold within {limit.TotalSeconds:0} s. {seen?.Invoke()}");
            }
        }
    }
}
