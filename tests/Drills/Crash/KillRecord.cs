namespace Personalization.Drills.Crash;

/// <summary>One `kill -9`.</summary>
/// <param name="Process">Which process.</param>
/// <param name="InFlight">Requests sent and not answered at that moment.</param>
/// <param name="AfterDurable">Since the last answer `durable: true`.</param>
public sealed record KillRecord(string Process, int InFlight, TimeSpan AfterDurable)
{
    /// <summary>From the kill to the next durable answer of a request that was sent after it; null when the run ended before.</summary>
    public TimeSpan? Recovered { get; set; }
}
