namespace Personalization.Discovery.Contracts;

/// <summary>What the matches are of, under the filters of the request: by kind the values with the most matches, the most first.</summary>
public sealed record ResultFacets
{
    /// <summary>Values of each kind, at most.</summary>
    public const int MaxValues = 20;

    public IReadOnlyList<ResultFacet> Brand { get; init => field = value ?? []; } = [];

    public IReadOnlyList<ResultFacet> Category { get; init => field = value ?? []; } = [];

    public IReadOnlyList<ResultFacet> Attribute { get; init => field = value ?? []; } = [];

    /// <summary>The lowest price of a match; null when none has one.</summary>
    public decimal? PriceMin { get; init; }

    /// <summary>The highest.</summary>
    public decimal? PriceMax { get; init; }
}
