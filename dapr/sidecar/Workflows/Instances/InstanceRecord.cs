namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>What is written of an instance beside its events; the numbers say which keys there are.</summary>
internal sealed record InstanceRecord
{
    /// <summary>Number of the first event in the inbox.</summary>
    public int InboxFirst { get; init; }

    public int InboxLength { get; init; }

    public int HistoryLength { get; init; }

    /// <summary>Lives of the id so far: starts and continuations.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The execution goes on from another one of the same workflow.</summary>
    public bool IsContinued { get; init; }

    /// <summary>It has ended, and nothing is left to do.</summary>
    public bool IsSettled { get; init; }

    /// <summary>What the history says to others from this event on may not have reached them.</summary>
    public int ToldFrom { get; init; }

    /// <summary>The slot by which the instance is found.</summary>
    public int Slot { get; init; }
}
