namespace Personalization.Sidecar.Tests.Support;

/// <summary>The system's clock, moved ahead by hand. Timers run on real time.</summary>
internal sealed class AheadTime : TimeProvider
{
    private TimeSpan _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}
