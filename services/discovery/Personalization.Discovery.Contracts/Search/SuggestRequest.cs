using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Contracts;

/// <summary>`POST internal/suggest`.</summary>
public sealed record SuggestRequest
{
    public required string StoreId { get; init; }

    public required string Text { get; init; }

    public int Limit { get; init; } = 8;

    public ShopperContext? Shopper { get; init; }
}
