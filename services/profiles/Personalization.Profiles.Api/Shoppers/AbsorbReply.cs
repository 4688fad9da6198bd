namespace Personalization.Profiles.Api.Shoppers;

public sealed record AbsorbReply
{
    /// <summary>False: the state store is away, nothing was done.</summary>
    public bool Available { get; init; } = true;

    /// <summary>The source had been taken over before.</summary>
    public bool Already { get; init; }

    /// <summary>The target is an alias itself: absorb there.</summary>
    public string? MovedTo { get; init; }

    /// <summary>The target's version.</summary>
    public string? Version { get; init; }
}
