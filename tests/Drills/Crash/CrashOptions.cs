namespace Personalization.Drills.Crash;

/// <summary>How large a crash drill is.</summary>
public sealed record CrashOptions
{
    /// <summary>Tracked events of all shoppers.</summary>
    public int Events { get; init; } = 20_000;

    /// <summary>Decisions beside them, three in ten rewarded or more.</summary>
    public int Decisions { get; init; } = 4_000;

    public int Shoppers { get; init; } = 500;

    /// <summary>`kill -9`s, one process after the other; every second one within a moment of a durable answer.</summary>
    public int Kills { get; init; } = 20;

    /// <summary>Shoppers who do something at the same time.</summary>
    public int AtATime { get; init; } = 48;

    /// <summary>The processes that are killed, in turn.</summary>
    public IReadOnlyList<string> Processes { get; init; } = ["profiles", "sidecar", "analytics", "storefront", "discovery", "decisions"];

    public int Seed { get; init; } = 20_261_120;
}
