namespace Personalization.Storefront.Api.Recommending;

/// <summary>The cache of recommendations. Section `Recommendations`.</summary>
internal sealed class RecommendationOptions
{
    public const string Section = "Recommendations";

    /// <summary>How long an answer is given again to the same shopper in the same state (S4's key life). 0 turns the cache off.</summary>
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Answers kept, some 10 KB each: beyond, the oldest half goes.</summary>
    public int CacheEntries { get; set; } = 5_000;
}
