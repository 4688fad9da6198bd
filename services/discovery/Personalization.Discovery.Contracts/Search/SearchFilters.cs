namespace Personalization.Discovery.Contracts;

/// <summary>Each list is "any of"; lists are combined by "and". Compared without case.</summary>
public sealed record SearchFilters
{
    public IReadOnlyList<string> Brand { get; init => field = value ?? []; } = [];

    public IReadOnlyList<string> Category { get; init => field = value ?? []; } = [];

    public IReadOnlyList<string> Attribute { get; init => field = value ?? []; } = [];

    public decimal? PriceMin { get; init; }

    public decimal? PriceMax { get; init; }

    public bool? InStock { get; init; }
}
