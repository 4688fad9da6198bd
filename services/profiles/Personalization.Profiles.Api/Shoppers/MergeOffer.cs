using Personalization.Profiles.Merging;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>What a source hands over.</summary>
public sealed record MergeOffer
{
    /// <summary>Actor id of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Whom the source is an alias of; null: of no one.</summary>
    public string? MovedTo { get; init; }

    /// <summary>The target confirmed before: nothing is left to hand over.</summary>
    public bool Delivered { get; init; }

    /// <summary>False: the state store is away, nothing was done.</summary>
    public bool Available { get; init; } = true;

    /// <summary>The merge that has to be over first: the source is no alias of this target.</summary>
    public MergeClaim? InTheWay { get; init; }

    /// <summary>Of the caller; kept by the target.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The source's state by key.</summary>
    public IReadOnlyDictionary<string, byte[]>? State { get; init; }
}
