namespace Personalization.Search.Query;

/// <summary>Each list is "any of", empty for all; lists are combined by "and". Names are compared without case.</summary>
public sealed record SearchFilter
{
    public IReadOnlyList<string> Brands { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Attributes { get; init; } = [];

    public decimal? PriceMin { get; init; }

    public decimal? PriceMax { get; init; }

    public bool? InStock { get; init; }
}
