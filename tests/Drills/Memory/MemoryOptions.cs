namespace Personalization.Drills.Memory;

/// <summary>How large a memory drill is.</summary>
public sealed record MemoryOptions
{
    public int Shoppers { get; init; } = 100_000;

    /// <summary>Visits of each shopper, all shoppers one after the other before the first comes again. Memory is compared after the first and after the last.</summary>
    public int Visits { get; init; } = 5;

    /// <summary>Events of one visit.</summary>
    public int EventsAVisit { get; init; } = 2;

    /// <summary>Of these events each is sent again in the end.</summary>
    public int Repeats { get; init; } = 20_000;

    /// <summary>Shoppers who are read back and compared with a replay of their own events alone.</summary>
    public int Sample { get; init; } = 1_000;

    /// <summary>How long nothing is sent, at least, before memory is read; it lasts until the actors have gone.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an actor stays without a call.</summary>
    public TimeSpan ActorIdle { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long the warehouse may take to have all, and actors to go, on a machine that does other work too.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(20);

    public int BatchesAtATime { get; init; } = 4;

    public int ShoppersABatch { get; init; } = 100;

    public int Seed { get; init; } = 20_261_121;

    public int Events => Shoppers * Visits * EventsAVisit;
}
