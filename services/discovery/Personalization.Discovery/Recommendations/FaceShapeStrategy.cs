using System.Globalization;

namespace Personalization.Discovery.Recommendations;

/// <summary>Frames that suit a face shape: those of at least the least compatibility, the most compatible first, then the cheaper (the source's aggregation: match, sort, limit 20).</summary>
public sealed class FaceShapeStrategy : IRecommendationStrategy
{
    public const string StrategyName = "face_shape";

    public string Name => StrategyName;

    public IEnumerable<Suggested> Suggest(RecommendationScene scene, int take)
    {
        if (scene.FaceShape is not { } shape)
        {
            return [];
        }

        return scene.Catalogue.Frames
            .Select(product => (Product: product, Score: product.FaceShapeCompatibility?.GetValueOrDefault(shape) ?? 0))
            .Where(frame => frame.Score >= scene.Options.FaceShapeFrom && frame.Product.InStock)
            .OrderByDescending(frame => frame.Score)
            .ThenBy(frame => frame.Product.Price ?? decimal.MaxValue)
            .ThenBy(frame => frame.Product.Id, StringComparer.Ordinal)
            .Take(Math.Min(take, scene.Options.Frames))
            .Select(frame => new Suggested(frame.Product.Id, frame.Score, [string.Create(CultureInfo.InvariantCulture, $"Suits a face that is {shape} ({frame.Score:0%})")], IsPersonal: true));
    }
}
