namespace Dapr.Workflow;

/// <summary>When a failed activity or child workflow is tried again. The waits are durable timers.</summary>
public class WorkflowRetryPolicy
{
    private static readonly TimeSpan DefaultMaxRetryInterval = TimeSpan.FromHours(1);

    /// <param name="maxNumberOfAttempts">The first one included; at least 1.</param>
    /// <param name="firstRetryInterval">Wait before the second attempt; more than zero.</param>
    /// <param name="backoffCoefficient">Each further wait is the last one times this; at least 1.</param>
    /// <param name="maxRetryInterval">The longest wait.</param>
    /// <param name="retryTimeout">No further attempt once so much has passed since the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside what is said above.</exception>
    public WorkflowRetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxNumberOfAttempts, 0);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRetryInterval ?? DefaultMaxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        var timeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
        if (timeout != Timeout.InfiniteTimeSpan && timeout < firstRetryInterval)
        {
            throw new ArgumentOutOfRangeException(nameof(retryTimeout), retryTimeout, $"The retry timeout must not be less than the first retry interval, {firstRetryInterval}.");
        }

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval;
        RetryTimeout = timeout;
    }

    /// <summary>Attempts, the first one included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>Wait before the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>Each further wait is the last one times this.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest wait; null: no limit.</summary>
    public TimeSpan? MaxRetryInterval { get; }

    /// <summary>No further attempt once so much has passed; <see cref="Timeout.InfiniteTimeSpan"/>: no limit.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>The wait after an attempt.</summary>
    /// <param name="failed">Attempts that failed so far, 1 or more.</param>
    /// <param name="elapsed">Time since the first attempt.</param>
    /// <returns>Null: no further attempt.</returns>
    internal TimeSpan? DelayAfter(int failed, TimeSpan elapsed)
    {
        if (failed >= MaxNumberOfAttempts || (RetryTimeout != Timeout.InfiniteTimeSpan && elapsed >= RetryTimeout))
        {
            return null;
        }

        var limit = MaxRetryInterval ?? TimeSpan.MaxValue;
        var ticks = FirstRetryInterval.Ticks * Math.Pow(BackoffCoefficient, failed - 1);
        return ticks < limit.Ticks ? TimeSpan.FromTicks((long)ticks) : limit;
    }
}
