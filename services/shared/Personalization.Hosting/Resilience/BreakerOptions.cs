namespace Personalization.Hosting.Resilience;

/// <summary>When a dependency counts as away.</summary>
public sealed record BreakerOptions
{
    /// <summary>Failures in a row after which it is open.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>Time since the first of a run of failures after which it is open, however few there were.</summary>
    public TimeSpan Starvation { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time between two probes while it is open.</summary>
    public TimeSpan Probe { get; init; } = TimeSpan.FromSeconds(1);
}
