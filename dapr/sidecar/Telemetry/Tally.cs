namespace Personalization.Sidecar.Telemetry;

/// <summary>How many calls, and how long they took together.</summary>
internal sealed class Tally
{
    private long _count;
    private long _ticks;

    public long Count => Interlocked.Read(ref _count);

    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public void Add(TimeSpan elapsed)
    {
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _ticks, elapsed.Ticks);
    }
}
