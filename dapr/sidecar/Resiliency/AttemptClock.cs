using System.Collections.Concurrent;

namespace Personalization.Sidecar.Resiliency;

/// <summary>
/// A token that ends when an attempt's time is over or its caller gives up. Timers are the dearest part of a short call's policies, so
/// clocks that did not ring serve again.
/// </summary>
internal sealed class AttemptClock : IDisposable
{
    private const int MostKept = 256;

    private static readonly ConcurrentQueue<AttemptClock> Kept = new();
    private static int _kept;

    private readonly CancellationTokenSource _source;
    private readonly bool _isOfSystem;
    private CancellationTokenRegistration _caller;

    private AttemptClock(TimeSpan limit, TimeProvider time)
    {
        _source = new CancellationTokenSource(limit, time);
        _isOfSystem = time == TimeProvider.System;
    }

    public CancellationToken Token => _source.Token;

    public static AttemptClock Start(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        if (time == TimeProvider.System && Kept.TryDequeue(out var clock))
        {
            Interlocked.Decrement(ref _kept);
            clock._source.CancelAfter(limit);
        }
        else
        {
            clock = new AttemptClock(limit, time);
        }

        clock._caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), clock._source);
        return clock;
    }

    /// <summary>Ends it for an attempt whose token nobody holds any more, so that it may serve again.</summary>
    public void Release()
    {
        _caller.Dispose();
        if (_isOfSystem && Volatile.Read(ref _kept) < MostKept && _source.TryReset())
        {
            Interlocked.Increment(ref _kept);
            Kept.Enqueue(this);
            return;
        }

        _source.Dispose();
    }

    /// <summary>Ends it for good.</summary>
    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
