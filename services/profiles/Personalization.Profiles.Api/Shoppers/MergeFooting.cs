using Personalization.Profiles.Merging;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>How one of the two shoppers stands before a merge.</summary>
public sealed record MergeFooting
{
    /// <summary>False: the state store is away, nothing was noted.</summary>
    public bool Available { get; init; } = true;

    /// <summary>It is an alias itself.</summary>
    public string? MovedTo { get; init; }

    /// <summary>The merge that has to be over first; nothing was noted.</summary>
    public MergeClaim? InTheWay { get; init; }

    /// <summary>The idempotency key was used for another request.</summary>
    public bool KeyConflict { get; init; }
}
