using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Contracts;

public sealed record RecommendRequest
{
    public required string StoreId { get; init; }

    /// <summary>Names of slots, in the order in which they may take products.</summary>
    public IReadOnlyList<string> Slots { get; init => field = value ?? []; } = [];

    /// <summary>The product looked at.</summary>
    public string? Product { get; init; }

    /// <summary>Product ids.</summary>
    public IReadOnlyList<string> Cart { get; init => field = value ?? []; } = [];

    /// <summary>A face shape, for frames.</summary>
    public string? FaceShape { get; init; }

    /// <summary>Products of each slot.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>The shopper with orders, read by the caller; null with <see cref="ShopperActorId"/> to have it read, null without for nobody.</summary>
    public ShopperContext? Shopper { get; init; }

    public string? ShopperActorId { get; init; }

    public string? MinVersion { get; init; }

    public bool Explain { get; init; }
}
