namespace Personalization.Search.Index;

/// <summary>What the index knows of one product.</summary>
public sealed record SearchDocument
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Brand { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>More text to be found by, such as a description; null for none.</summary>
    public string? Text { get; init; }

    public decimal? Price { get; init; }

    public bool InStock { get; init; } = true;

    /// <summary>Frozen popularity: decayed number of purchases, 0 or more.</summary>
    public double Popularity { get; init; }
}
