using System.Text.Json;
using Personalization.Hosting.Resilience;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>
/// One kind of call to the state store. After a failure all calls fail at once, until the host's own probe, tried every
/// <see cref="ProfilesOptions.StorePause"/>, finds the store back: no shopper's turn waits for that. A few calls are given all their time; when more wait and
/// the store has answered none of them for <see cref="ProfilesOptions.StoreSilence"/>, it is away for all of them. A call must end when it is cancelled. What is
/// given up may still take effect: it counts as failed, and the next load tells.
/// </summary>
/// <param name="timeout">How long a call may take.</param>
/// <param name="probe">The same kind of call, to a key that is no shopper's.</param>
/// <param name="options">The other times.</param>
/// <param name="clock">The clock.</param>
/// <param name="stopping">Ends the probing.</param>
internal sealed class StoreWatch(TimeSpan timeout, Func<CancellationToken, Task> probe, ProfilesOptions options, TimeProvider clock, CancellationToken stopping)
{
    /// <summary>So many calls are given all their time, as one is: a stalled disk under a few shoppers' clicks is no outage.</summary>
    private const int FewCalls = 12;

    /// <summary>Looks in a row that must find silence: a process that stalled itself hears its answers in the first.</summary>
    private const int SilentLooks = 3;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    /// <summary>A look that comes later than this says that this process was not run: no silence of the store.</summary>
    private static readonly TimeSpan Late = Look * 2;

    private readonly Breaker _breaker = new(new BreakerOptions { Failures = 1, Probe = options.StorePause }, clock);
    private long _answered = long.MaxValue;
    private long _failed;
    private int _waiting;
    private int _probing;

    public bool IsAway => _breaker.IsOpen;

    /// <summary>It was found away, at most so long ago, and not found there since.</summary>
    public bool HasFailedWithin(TimeSpan time) => _breaker.IsOpen && clock.GetElapsedTime(Volatile.Read(ref _failed)) < time;

    /// <exception cref="TimeoutException">The store is away, or did not answer in time.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> call)
    {
        if (_breaker.IsOpen)
        {
            throw Away();
        }

        Interlocked.Increment(ref _waiting);
        try
        {
            await WaitAsync(call, probes: false);
            Answered();
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            // The store answered: what cannot be read of one shopper says nothing of the others' state.
            Answered();
            throw;
        }
        catch
        {
            Failed();
            if (Interlocked.CompareExchange(ref _probing, 1, 0) == 0)
            {
                _ = ProbeUntilBackAsync();
            }

            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Tries the store once.</summary>
    internal async Task ProbeAsync()
    {
        try
        {
            await WaitAsync(probe, probes: true);
            Answered();
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // It is still away, whatever it said.
            Failed();
        }
    }

    private async Task ProbeUntilBackAsync()
    {
        try
        {
            do
            {
                while (_breaker.IsOpen)
                {
                    await Task.Delay(options.StorePause, clock, stopping);
                    await ProbeAsync();
                }

                Volatile.Write(ref _probing, 0);
            }
            while (_breaker.IsOpen && Interlocked.CompareExchange(ref _probing, 1, 0) == 0);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private void Failed()
    {
        Volatile.Write(ref _failed, clock.GetTimestamp());
        _breaker.Failed();
    }

    private static TimeoutException Away() => new("The state store is away.");

    private async Task WaitAsync(Func<CancellationToken, Task> call, bool probes)
    {
        using var stop = new CancellationTokenSource(timeout, clock);
        var work = call(stop.Token);
        var silent = 0;
        for (var wait = options.StoreSilence; ; wait = Look)
        {
            var looked = clock.GetTimestamp();
            try
            {
                await work.WaitAsync(wait, clock);
                return;
            }
            catch (TimeoutException) when (!work.IsCompleted)
            {
                silent = clock.GetElapsedTime(looked) < wait + Late && IsSilent() ? silent + 1 : 0;
                if (stop.IsCancellationRequested || (!probes && (_breaker.IsOpen || silent >= SilentLooks)))
                {
                    // It ends at once, and before the turn goes on: nothing may change the actor's state behind the turn's back.
                    await stop.CancelAsync();
                    await work;
                    return;
                }
            }
        }
    }

    private void Answered()
    {
        Volatile.Write(ref _answered, clock.GetTimestamp());
        _breaker.Succeeded();
    }

    /// <summary>Never before the first answer: a process that has just begun compiles its code while the store waits.</summary>
    private bool IsSilent() =>
        Volatile.Read(ref _waiting) > FewCalls && Volatile.Read(ref _answered) is var answered and < long.MaxValue && clock.GetElapsedTime(answered) >= options.StoreSilence;
}
