namespace Personalization.Sidecar.Telemetry;

/// <summary>How often something happened, and how long it took in all.</summary>
internal sealed class Series
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
