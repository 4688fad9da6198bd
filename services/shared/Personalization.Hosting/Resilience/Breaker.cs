namespace Personalization.Hosting.Resilience;

/// <summary>
/// Decides whether a dependency is called at all, so that a fallback is instant while it is away. Open after
/// <see cref="BreakerOptions.Failures"/> failures in a row, or after <see cref="BreakerOptions.Starvation"/> of failures
/// without one success; then one probe each <see cref="BreakerOptions.Probe"/> until one succeeds. The rule is about runs
/// of failures, which breakers on ratios over a sampling window cannot express.
/// </summary>
public sealed class Breaker(BreakerOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _run;
    private int _failures;
    private long _firstFailure;
    private long _lastProbe;
    private bool _open;

    /// <summary>True while calls are refused, but for probes.</summary>
    public bool IsOpen => Volatile.Read(ref _open);

    /// <summary>True when the caller may call now; it must then report <see cref="Succeeded"/> or <see cref="Failed"/>.</summary>
    public bool TryEnter()
    {
        if (!IsOpen)
        {
            return true;
        }

        lock (_gate)
        {
            if (_open && time.GetElapsedTime(_lastProbe) < options.Probe)
            {
                return false;
            }

            _lastProbe = time.GetTimestamp();
            return true;
        }
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _run) == 0)
        {
            return;
        }

        lock (_gate)
        {
            _run = 0;
            _failures = 0;
            _open = false;
        }
    }

    /// <summary>The dependency refused, broke off, or could not be reached.</summary>
    public void Failed() => Count(failures: 1);

    /// <summary>
    /// No answer in time. That alone counts towards starvation only: many calls that wait at the same moment, on a machine that
    /// stalls, are one silence and not many failures.
    /// </summary>
    public void TimedOut() => Count(failures: 0);

    private void Count(int failures)
    {
        lock (_gate)
        {
            _failures += failures;
            if (_run++ == 0)
            {
                _firstFailure = time.GetTimestamp();
            }

            if (!_open && (_failures >= options.Failures || time.GetElapsedTime(_firstFailure) >= options.Starvation))
            {
                _open = true;
                _lastProbe = time.GetTimestamp();
            }
        }
    }
}
