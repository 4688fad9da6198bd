namespace Personalization.Discovery.Recommendations;

/// <summary>What sells in the last days, more if it sells faster than before.</summary>
public sealed class TrendingStrategy : IRecommendationStrategy
{
    public const string StrategyName = "trending";

    public string Name => StrategyName;

    public IEnumerable<Suggested> Suggest(RecommendationScene scene, int take) =>
        scene.Model.Trending(scene.Now, take).Select(item => new Suggested(item.ProductId, item.Score, ["Selling fast these days"]));
}
