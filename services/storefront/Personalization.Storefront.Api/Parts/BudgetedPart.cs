using Personalization.Hosting.Resilience;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Parts;

/// <summary>
/// Calls one part inside a budget, and not at all while it is away, so that the fallback is instant. Past its budget a call is
/// given up, unless the part has answered somebody within <see cref="BudgetOptions.Silence"/>: then it is busy and not away, and
/// standard answers for a whole queue would help nobody. A moment in which this process did not run itself is no silence. <see cref="BudgetOptions.Longest"/> ends the wait in any case.
/// </summary>
/// <param name="options">The budgets.</param>
/// <param name="time">The clock.</param>
/// <param name="overran">Told of each call that outlasted its budget: true when it was waited for and answered.</param>
/// <param name="ask">Asks the part for a sign of life, which costs it next to nothing; throws without one. While many calls wait for their disk and their turn, it tells a part that is busy from one that is not there.</param>
internal sealed class BudgetedPart(BudgetOptions options, TimeProvider time, Action<bool>? overran = null, Func<CancellationToken, Task>? ask = null)
{
    /// <summary>Patient calls that may wait at a time: what is more would outlast <see cref="BudgetOptions.Call"/>, and is told so at once.</summary>
    public const int MostPatient = 1_000;

    /// <summary>So many patient calls wait as long as they may, even for a part that is away: a stall under one shopper's click is no outage.</summary>
    private const int FewCalls = 2;

    /// <summary>With so many patient calls waiting, silence is no stall.</summary>
    private const int Crowd = 12;

    /// <summary>Looks in a row that must find silence, each in its time: a process that stalled itself hears its answers in the first.</summary>
    private const int SilentLooks = 2;

    private readonly Breaker _breaker = new(options.Breaker, time);
    private int _patient;
    private int _asking;
    private long _answered = long.MinValue;

    public bool IsAway => _breaker.IsOpen;

    /// <summary>The part answered a call that went another way: it is there.</summary>
    public void Answered()
    {
        Interlocked.Exchange(ref _answered, time.GetTimestamp());
        _breaker.Succeeded();
    }

    /// <summary>The answer, or null when the part was away, failed, or was too slow.</summary>
    /// <param name="budget">How long it may take.</param>
    /// <param name="always">Call it even while it is away: the warm-up must see at once that it came.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<T?> TryAsync<T>(TimeSpan budget, bool always, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        if (!_breaker.TryEnter() && !always)
        {
            return null;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var answer = await WaitAsync(call(stop.Token), budget, options.Longest, IsSilent, asks: false, cancellationToken);
            if (answer is not null)
            {
                Answered();
                return answer;
            }

            _breaker.TimedOut();
        }
        catch (PartAwayException)
        {
            _breaker.Failed();
        }

        await stop.CancelAsync();
        return null;
    }

    /// <summary>
    /// For what has no fallback, a write above all: the answer, waited for up to <see cref="BudgetOptions.Call"/> while the part answers others or few
    /// wait. While it is away, or silent with more waiting, the call is refused at once, so that its sender can come again.
    /// </summary>
    /// <param name="part">The part's app-id.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="PartAwayException">It was away, failed, or was too slow. It may have taken effect.</exception>
    public async Task<T> RequireAsync<T>(string part, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        var patient = Interlocked.Increment(ref _patient);
        var few = patient <= FewCalls;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (patient > MostPatient)
            {
                throw new PartAwayException(part) { IsBusy = true };
            }

            if (!_breaker.TryEnter() && !few)
            {
                throw new PartAwayException(part);
            }

            var work = call(stop.Token);
            var answer = await WaitAsync(work, options.Silence, options.Call, () => !few && (_breaker.IsOpen || (Volatile.Read(ref _patient) > Crowd && IsSilent())), asks: ask is not null, cancellationToken);
            if (answer is null)
            {
                // Silence under a crowd, or a wait as long as any: that is a failure, and the fifth opens the breaker for all who still wait.
                _breaker.Failed();
                await stop.CancelAsync();
                throw new PartAwayException(part);
            }

            Answered();
            return answer;
        }
        catch (PartAwayException fault) when (fault.InnerException is not null)
        {
            _breaker.Failed();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _patient);
        }
    }

    /// <summary>Null when it was given up. The call itself is then cancelled, and whatever it still does is observed by nobody.</summary>
    private async Task<T?> WaitAsync<T>(Task<T> call, TimeSpan budget, TimeSpan longest, Func<bool> isHopeless, bool asks, CancellationToken cancellationToken)
        where T : class
    {
        var started = time.GetTimestamp();
        var silent = 0;
        for (var wait = asks ? budget / 2 : budget; ;)
        {
            var looked = time.GetTimestamp();
            try
            {
                var answer = await call.WaitAsync(wait, time, cancellationToken);
                if (time.GetElapsedTime(started) > budget)
                {
                    overran?.Invoke(true);
                }

                return answer;
            }
            catch (TimeoutException)
            {
                var (inTime, waited) = (time.GetElapsedTime(looked) < wait + (options.Recheck * 2), time.GetElapsedTime(started));
                wait = options.Recheck;

                // A call that ended in the very moment of its timeout has an answer: the next turn takes it at once.
                if (call.IsCompleted)
                {
                    continue;
                }

                if (asks)
                {
                    Ask();
                    if (waited < budget)
                    {
                        wait = budget - waited;
                        continue;
                    }
                }

                silent = inTime && isHopeless() ? silent + 1 : 0;
                if (silent >= SilentLooks || waited >= longest)
                {
                    overran?.Invoke(false);
                    _ = call.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                    return null;
                }
            }
        }
    }

    /// <summary>Asks for a sign of life where a crowd waits and nobody was answered for half of what counts as silence.</summary>
    private void Ask()
    {
        if (Volatile.Read(ref _patient) > Crowd && IsSilentFor(options.Silence / 2) && Interlocked.CompareExchange(ref _asking, 1, 0) == 0)
        {
            _ = AskAsync();
        }
    }

    private async Task AskAsync()
    {
        try
        {
            using var stop = new CancellationTokenSource(options.Call, time);
            await ask!(stop.Token);
            Interlocked.Exchange(ref _answered, time.GetTimestamp());
        }
        catch (Exception)
        {
            // No sign of life: the silence goes on, and that is all it says.
        }
        finally
        {
            Volatile.Write(ref _asking, 0);
        }
    }

    private bool IsSilent() => IsSilentFor(options.Silence);

    private bool IsSilentFor(TimeSpan silence)
    {
        var answered = Interlocked.Read(ref _answered);
        return answered == long.MinValue || time.GetElapsedTime(answered) >= silence;
    }
}
