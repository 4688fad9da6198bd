namespace Personalization.Sidecar.Resiliency;

/// <summary>
/// The policies of one target: retry( breaker( timeout( call ))). A retry policy and a breaker are shared by all calls to the target;
/// the pipeline itself is cheap and may be kept.
/// </summary>
internal sealed class ResiliencyPipeline(TimeSpan? timeout, RetryPolicy? retry, CircuitBreaker? breaker, TimeProvider time)
{
    private long _runs;
    private long _timeouts;
    private long _retries;
    private long _refusals;

    /// <summary>daprd's word for the state of the breaker; null without one.</summary>
    public string? BreakerState => breaker?.StateName;

    /// <summary>What was done under each policy there is, under daprd's names of policies.</summary>
    public IEnumerable<PolicyTally> Tallies
    {
        get
        {
            var runs = Interlocked.Read(ref _runs);
            if (timeout is not null)
            {
                yield return new PolicyTally("timeout", "", runs, Interlocked.Read(ref _timeouts));
            }

            if (retry is not null)
            {
                yield return new PolicyTally("retry", "", runs, Interlocked.Read(ref _retries));
            }

            if (breaker is not null)
            {
                var refused = Interlocked.Read(ref _refusals);
                yield return new PolicyTally("circuitbreaker", "closed", runs - refused, 0);
                yield return new PolicyTally("circuitbreaker", "open", refused, refused);
            }
        }
    }

    /// <summary>No policy at all: calls run as they are.</summary>
    public bool IsEmpty => timeout is null && retry is null && breaker is null;

    /// <summary>The target has policies, or only what Dapr builds in.</summary>
    public bool CanRetry => retry is { MaxRetries: not 0 };

    /// <summary>Runs the call.</summary>
    /// <param name="attempt">One try; its token ends with the attempt's timeout or the caller.</param>
    /// <param name="statusOf">Gives a result's HTTP status: outside 200-399 it counts as a failure. Null: results are successes.</param>
    /// <param name="release">Disposes of a failed result that is retried over; the last one is returned instead.</param>
    /// <param name="mayRetry">False: one try only, since the call cannot be repeated.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="TimeoutException">The last attempt ran out of the policy's time.</exception>
    /// <exception cref="CircuitOpenException">The breaker is open; no further try is made.</exception>
    public Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> attempt,
        Func<T, int>? statusOf = null,
        Action<T>? release = null,
        bool mayRetry = true,
        CancellationToken cancellationToken = default)
    {
        if (IsEmpty)
        {
            return attempt(cancellationToken);
        }

        Interlocked.Increment(ref _runs);
        return mayRetry && CanRetry
            ? RetryAsync(attempt, statusOf, release, cancellationToken)
            : TryOnceAsync(attempt, statusOf, leavesNothing: mayRetry, cancellationToken);
    }

    /// <summary>As above for a call without a result.</summary>
    public Task RunAsync(Func<CancellationToken, Task> attempt, CancellationToken cancellationToken = default) =>
        RunAsync(
            async token =>
            {
                await attempt(token);
                return true;
            },
            cancellationToken: cancellationToken);

    private static bool IsFailure(int status) => status is < 200 or >= 400;

    private static bool IsRetriable(Exception e, CancellationToken caller) =>
        e is not (IPermanentFailure or CircuitOpenException) && !caller.IsCancellationRequested;

    private async Task<T> RetryAsync<T>(
        Func<CancellationToken, Task<T>> attempt, Func<T, int>? statusOf, Action<T>? release, CancellationToken cancellationToken)
    {
        var schedule = retry!.Begin();
        while (true)
        {
            TimeSpan? delay;
            try
            {
                var result = await TryOnceAsync(attempt, statusOf, leavesNothing: true, cancellationToken);
                if (statusOf is null || !IsFailure(statusOf(result)) || (delay = schedule.Next(statusOf(result))) is null)
                {
                    return result;
                }

                release?.Invoke(result);
            }
            catch (Exception e) when (IsRetriable(e, cancellationToken) && (delay = schedule.Next((e as IStatusFailure)?.Status)) is not null)
            {
            }

            Interlocked.Increment(ref _retries);
            await Task.Delay(delay!.Value, time, cancellationToken);
        }
    }

    /// <param name="attempt">The call.</param>
    /// <param name="statusOf">As above.</param>
    /// <param name="leavesNothing">Once its answer is there, nothing of the call goes on that could still look at its token.</param>
    /// <param name="caller">The caller's token.</param>
    private async Task<T> TryOnceAsync<T>(Func<CancellationToken, Task<T>> attempt, Func<T, int>? statusOf, bool leavesNothing, CancellationToken caller)
    {
        var admission = Enter();
        var clock = timeout is { } limit ? AttemptClock.Start(limit, time, caller) : null;
        try
        {
            var result = await attempt(clock?.Token ?? caller);
            admission?.Report(statusOf is null || !IsFailure(statusOf(result)));
            if (leavesNothing)
            {
                clock?.Release();
            }
            else
            {
                clock?.Dispose();
            }

            return result;
        }
        catch (Exception e)
        {
            var ranOut = e is OperationCanceledException && clock is { Token.IsCancellationRequested: true } && !caller.IsCancellationRequested;
            clock?.Dispose();

            // A caller that went away, and a refusal that is the caller's own fault, say nothing about the target.
            admission?.Report(success: e is IPermanentFailure || caller.IsCancellationRequested);
            if (ranOut)
            {
                Interlocked.Increment(ref _timeouts);
                throw new TimeoutException($"timeout of {timeout!.Value.TotalMilliseconds:0} ms exceeded", e);
            }

            throw;
        }
    }

    /// <exception cref="CircuitOpenException">The breaker lets nothing through.</exception>
    private CircuitBreaker.Admission? Enter()
    {
        try
        {
            return breaker?.Enter();
        }
        catch (CircuitOpenException)
        {
            Interlocked.Increment(ref _refusals);
            throw;
        }
    }
}
