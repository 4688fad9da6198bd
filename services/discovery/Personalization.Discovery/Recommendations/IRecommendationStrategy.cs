namespace Personalization.Discovery.Recommendations;

/// <summary>One way to find products worth showing.</summary>
public interface IRecommendationStrategy
{
    /// <summary>As configuration names it.</summary>
    string Name { get; }

    /// <summary>Best first, possibly with products that are not sold any more: the caller leaves those out.</summary>
    /// <param name="scene">For whom, when and beside what.</param>
    /// <param name="take">How many are of use.</param>
    IEnumerable<Suggested> Suggest(RecommendationScene scene, int take);
}
