namespace Personalization.Profiles.Contracts;

/// <summary>What the caller knows of a product at the time of the event; the storefront fills it from its catalogue copy.</summary>
public sealed record ProductFacts
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Brand { get; init; }

    public IReadOnlyList<string> Categories { get => field ?? []; init; } = [];

    public IReadOnlyList<string> Attributes { get => field ?? []; init; } = [];

    /// <summary>Price of one unit, in <see cref="Currency"/>.</summary>
    public decimal? Price { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public string? Currency { get; init; }
}
