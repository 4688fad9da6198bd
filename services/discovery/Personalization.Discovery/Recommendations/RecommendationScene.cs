using Personalization.Discovery.Contracts;
using Personalization.Discovery.Ranking;
using Personalization.Discovery.Together;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Recommendations;

/// <summary>What a strategy is told.</summary>
public sealed record RecommendationScene
{
    public required PersonalRanker Ranker { get; init; }

    public required PurchaseModel Model { get; init; }

    /// <summary>Null: nobody's views are known.</summary>
    public CoViews? CoViews { get; init; }

    public required RecommendationOptions Options { get; init; }

    /// <summary>Null: nobody, or somebody who wants no recommendations.</summary>
    public ShopperContext? Shopper { get; init; }

    /// <summary>The product looked at.</summary>
    public string? Product { get; init; }

    public IReadOnlyList<string> Cart { get; init; } = [];

    public string? FaceShape { get; init; }

    public SearchContext? Context { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Reasons are to show the terms of the score.</summary>
    public bool Explain { get; init; }

    public StandardCatalogue Catalogue => Ranker.Catalogue;

    public string NameOf(string product) => Catalogue.Find(product)?.Name ?? product;
}
