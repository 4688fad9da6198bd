namespace Personalization.Decisions.Contracts;

/// <summary>Asks for definitions of one kind.</summary>
public sealed record DefinitionQuery
{
    public required string StoreId { get; init; }

    /// <summary>One of <see cref="DefinitionKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>One of them; null: all.</summary>
    public string? Id { get; init; }

    /// <summary>An earlier version of it; null: the newest.</summary>
    public long? Version { get; init; }

    /// <summary>Of a history: at most so many, the newest first; null: 50.</summary>
    public int? Limit { get; init; }
}
