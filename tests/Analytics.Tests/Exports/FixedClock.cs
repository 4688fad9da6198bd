namespace Personalization.Analytics.Tests.Exports;

/// <summary>The system's timers, and a time of day that a test moves.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;
}
