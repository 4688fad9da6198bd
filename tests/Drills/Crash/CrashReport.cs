namespace Personalization.Drills.Crash;

/// <summary>What a crash drill saw.</summary>
public sealed record CrashReport
{
    public required IReadOnlyList<KillRecord> Kills { get; init; }

    /// <summary>Events that were answered durable.</summary>
    public required int Durable { get; init; }

    /// <summary>Decisions that were acknowledged.</summary>
    public required int Decisions { get; init; }

    /// <summary>Rewards of them that were.</summary>
    public required int Rewards { get; init; }

    /// <summary>Requests that had to be sent again: refused, broken off, or not durable.</summary>
    public required int Resent { get; init; }

    /// <summary>Events that were in flight at a kill.</summary>
    public required int Struck { get; init; }

    /// <summary>Promises that were not kept; empty when all is well.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    public required TimeSpan Took { get; init; }

    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            $"{Durable} durable events, {Decisions} decisions, {Rewards} rewards, {Resent} requests sent again, {Kills.Count} kills, {Struck} events in flight at a kill, {Faults.Count} faults, {Took.TotalSeconds:0.0} s",
            .. Kills.Select(kill => $"  {kill.Process}: {kill.InFlight} in flight, {kill.AfterDurable.TotalMilliseconds:0.0} ms after a durable answer, the next one after {kill.Recovered?.TotalSeconds:0.0} s"),
            .. Faults.Take(20),
        ]);
}
