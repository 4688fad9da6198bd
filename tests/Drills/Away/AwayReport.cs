namespace Personalization.Drills.Away;

/// <summary>What one row of an away drill saw.</summary>
public sealed record AwayReport
{
    public required string Row { get; init; }

    public required int Calls { get; init; }

    /// <summary>Of the calls that fell due in the first five seconds of the failure: the share above 300 ms.</summary>
    public required double SlowShare { get; init; }

    /// <summary>The slowest of those, in milliseconds.</summary>
    public required double SlowestMs { get; init; }

    /// <summary>99 of 100 of all calls while the part was away were answered within this, in milliseconds.</summary>
    public required double P99Ms { get; init; }

    /// <summary>Calls while the part was away whose answer was other than in normal times.</summary>
    public required int Affected { get; init; }

    /// <summary>Of the calls that needed the part, once its absence had settled: the share with the answer that the table names.</summary>
    public required double ShownShare { get; init; }

    /// <summary>Of all calls: the share with an answer that only another row of the table names.</summary>
    public required double OthersShare { get; init; }

    /// <summary>From healing to the last answer that was not normal.</summary>
    public required TimeSpan NormalAfter { get; init; }

    /// <summary>Fallback lists compared with the standard order of the same `index_version`.</summary>
    public required int Compared { get; init; }

    /// <summary>Events accepted while the part was away, all of them found afterwards.</summary>
    public required int Learned { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }

    public override string ToString() =>
        $"{Row}: {Calls} calls, {Affected} affected, {ShownShare:P0} as the table has it; first 5 s: {SlowShare:P1} above 300 ms, slowest {SlowestMs:0} ms; p99 {P99Ms:0} ms; normal {NormalAfter.TotalSeconds:0.0} s after healing; "
        + $"{Compared} fallback lists compared; {Learned} events of that time found"
        + string.Concat(Faults.Select(fault => $"{Environment.NewLine}  {fault}"));
}
