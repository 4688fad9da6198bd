using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Recommendations;

/// <summary>Cold start: the catalogue in its order for this shopper and moment, those of the category at hand first. Never empty while something is sold.</summary>
public sealed class BrowseStrategy : IRecommendationStrategy
{
    public const string StrategyName = "browse";

    public string Name => StrategyName;

    public IEnumerable<Suggested> Suggest(RecommendationScene scene, int take)
    {
        var beside = scene.Product ?? (scene.Cart.Count > 0 ? scene.Cart[^1] : null);
        var categories = beside is null ? [] : scene.Catalogue.Find(beside)?.Categories ?? [];
        var near = categories.Count == 0 ? [] : Browse(scene, take, [categories[0]]);
        return near.Concat(Browse(scene, take, null)).DistinctBy(found => found.ProductId);
    }

    private static IEnumerable<Suggested> Browse(RecommendationScene scene, int take, IReadOnlyList<string>? categories)
    {
        return Pages(scene, take, categories)
            .Select(result => new Suggested(
                result.Product.Id,
                result.Score,
                result.Reasons.Count > 0 ? result.Reasons : [categories is null ? "Popular in the shop" : $"Popular in {categories[0]}"],
                null,
                result.SuggestedQuantity,
                result.Personalized));
    }

    /// <summary>The first page in the shopper's order; behind it, where a cart of thousands leaves nothing of that, the standard order.</summary>
    private static IEnumerable<RankedProduct> Pages(RecommendationScene scene, int take, IReadOnlyList<string>? categories)
    {
        var request = new SearchRequest
        {
            StoreId = scene.Catalogue.StoreId,
            Query = "",
            Limit = Math.Min(take, StandardCatalogue.MaxLimit),
            Filters = new SearchFilters { InStock = true, Category = categories ?? [] },
            Context = scene.Context,
        };
        var first = scene.Ranker.Search(request, scene.Shopper, scene.Now).Results;
        foreach (var result in first)
        {
            yield return result;
        }

        if (first.Count < StandardCatalogue.MaxLimit || take <= first.Count)
        {
            yield break;
        }

        foreach (var hit in scene.Catalogue.Index.Search(StandardCatalogue.Query(request, take)).Hits)
        {
            yield return new RankedProduct { Product = scene.Catalogue.Products[hit.Document].Product, Score = Math.Round(scene.Catalogue.Score(hit), 6), StandardRank = hit.StandardRank };
        }
    }
}
