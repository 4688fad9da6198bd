namespace Personalization.Profiles.Api.Shoppers;

/// <summary>How a target stands before a merge.</summary>
public sealed record MergeFooting
{
    /// <summary>False: the state store is away.</summary>
    public bool Available { get; init; } = true;

    /// <summary>The target is an alias itself: merge there.</summary>
    public string? MovedTo { get; init; }

    /// <summary>The idempotency key was used for another request.</summary>
    public bool KeyConflict { get; init; }
}
