namespace Personalization.Drills.Away;

/// <summary>How large an away drill is.</summary>
public sealed record AwayOptions
{
    /// <summary>Requests a second, whatever the answers do.</summary>
    public double PerSecond { get; init; } = 200;

    public int Shoppers { get; init; } = 2_000;

    /// <summary>Of load before the failure.</summary>
    public TimeSpan Before { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the part is away.</summary>
    public TimeSpan Away { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After healing: from its end on all must be normal.</summary>
    public TimeSpan Healing { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Of load after it.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>End the load as soon as two seconds after healing were normal, for tests that have little time.</summary>
    public bool StopWhenNormal { get; init; }

    /// <summary>From so long after the failure on the answers are to be those of the table.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The share of the calls that need the part whose answer must then be the table's: now and then one is sent to see whether the part is back.</summary>
    public double ShownShare { get; init; } = 0.9;

    /// <summary>
    /// On a machine that others use too another part may fall silent by itself for a moment: so large a share of the answers may then be those that the
    /// table has for that part.
    /// </summary>
    public double OthersShare { get; init; }

    /// <summary>In the first seconds of the failure no more than <see cref="SlowShare"/> of the requests may take longer.</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromMilliseconds(300);

    public double SlowShare { get; init; } = 0.01;

    public int Seed { get; init; } = 20_261_120;
}
