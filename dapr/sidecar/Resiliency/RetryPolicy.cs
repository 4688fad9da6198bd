namespace Personalization.Sidecar.Resiliency;

/// <summary>A retry policy: constant, or exponential from 500 ms by 1.5 with +-50 % jitter up to <see cref="MaxInterval"/>.</summary>
internal sealed record RetryPolicy
{
    private const double InitialMilliseconds = 500;
    private const double Multiplier = 1.5;
    private const double Jitter = 0.5;

    public bool Exponential { get; init; }

    /// <summary>Between tries of a constant policy.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait of an exponential policy.</summary>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Tries after the first; -1: for ever, 0: none.</summary>
    public int MaxRetries { get; init; } = -1;

    /// <summary>Only these HTTP statuses are retried; null: every failure. Failures without a status are always retried.</summary>
    public StatusRanges? Matching { get; init; }

    /// <summary>Numbers in [0, 1) for the jitter.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>The waits of one call.</summary>
    public Schedule Begin() => new(this);

    /// <summary>Counts the retries of one call.</summary>
    internal sealed class Schedule(RetryPolicy policy)
    {
        private int _retries;
        private double _interval = InitialMilliseconds;

        /// <returns>How long to wait before the next try; null: give up.</returns>
        public TimeSpan? Next(int? status)
        {
            if ((policy.MaxRetries >= 0 && _retries >= policy.MaxRetries)
                || (status is { } code && policy.Matching is { } matching && !matching.Contains(code)))
            {
                return null;
            }

            _retries++;
            if (!policy.Exponential)
            {
                return policy.Duration;
            }

            var wait = _interval * (1 - Jitter + (2 * Jitter * policy.Random()));
            _interval = Math.Min(_interval * Multiplier, policy.MaxInterval.TotalMilliseconds);
            return TimeSpan.FromMilliseconds(Math.Min(wait, policy.MaxInterval.TotalMilliseconds));
        }
    }
}
