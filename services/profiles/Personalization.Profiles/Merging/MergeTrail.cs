using System.Collections.Immutable;

namespace Personalization.Profiles.Merging;

/// <summary>What this shopper took over from others, or whom it was merged into.</summary>
public sealed record MergeTrail
{
    public static MergeTrail Empty { get; } = new();

    /// <summary>Actor id of the shopper this one is an alias of; null for a shopper of its own.</summary>
    public string? MovedTo { get; init; }

    /// <summary>True once the target confirmed that it took everything over.</summary>
    public bool Delivered { get; init; }

    /// <summary>Merges that this shopper takes part in and that are not finished.</summary>
    public ImmutableArray<MergeClaim> Claims { get; init; } = [];

    /// <summary>By actor id of each source: its version when it was taken over.</summary>
    public ImmutableDictionary<string, long> Absorbed { get; init; } = ImmutableDictionary<string, long>.Empty;
}
