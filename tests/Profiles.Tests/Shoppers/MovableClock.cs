namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>The system's timers, and a time of day that a test moves.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _ticks = Some.Day.UtcTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override long GetTimestamp() => base.GetTimestamp() + (long)((Interlocked.Read(ref _ticks) - Some.Day.UtcTicks) * ((double)TimestampFrequency / TimeSpan.TicksPerSecond));

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
}
