using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Contracts;

/// <summary>`POST internal/search`.</summary>
public sealed record SearchRequest
{
    public required string StoreId { get; init; }

    /// <summary>Empty: browse.</summary>
    public string Query { get; init => field = value ?? ""; } = "";

    public int Limit { get; init; } = 20;

    public int Offset { get; init; }

    public SearchFilters? Filters { get; init; }

    public SearchContext? Context { get; init; }

    /// <summary>The shopper as the storefront read it. Null with <see cref="ShopperActorId"/> set: discovery asks the actor itself; both null: standard order.</summary>
    public ShopperContext? Shopper { get; init; }

    public string? ShopperActorId { get; init; }

    public string? MinVersion { get; init; }

    /// <summary>True: the reply says what all matches are of.</summary>
    public bool Facets { get; init; }

    /// <summary>True: every reason with its numbers.</summary>
    public bool Explain { get; init; }
}
