namespace Personalization.Decisions.Contracts;

/// <summary>One place of a page. The first item is its default.</summary>
public sealed record DecideSlot
{
    public required string Name { get; init; }

    /// <summary>At least one, each once.</summary>
    public required IReadOnlyList<DecideItem> Items { get; init; }
}
