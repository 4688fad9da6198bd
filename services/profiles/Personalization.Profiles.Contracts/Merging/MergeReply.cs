namespace Personalization.Profiles.Contracts;

public sealed record MergeReply
{
    /// <summary>One of `merged`, `already`, `conflict` (the source belongs to another target), `refused`.</summary>
    public required string Outcome { get; init; }

    /// <summary>The target's version after the merge.</summary>
    public string? Version { get; init; }

    /// <summary>Why it was a conflict or refused.</summary>
    public string? Detail { get; init; }
}
