using Personalization.Search.Index;

namespace Personalization.Discovery.Recommendations;

/// <summary>
/// Products like the one looked at, or the one looked at last: shared categories and attributes, each counting by its rarity, the same maker, a near price; and what others
/// looked at in the same visit, whatever it is.
/// </summary>
public sealed class SimilarStrategy : IRecommendationStrategy
{
    public const string StrategyName = "similar";

    private const double BrandWeight = 1.5;
    private const double PriceWeight = 1;

    /// <summary>Of a product that is looked at beside it whenever either is.</summary>
    private const double ViewWeight = 12;

    /// <summary>Products looked at beside it that count.</summary>
    private const int MaxViewed = 100;

    /// <summary>Products that are compared with it.</summary>
    private const int MaxConsidered = 2_000;

    public string Name => StrategyName;

    public IEnumerable<Suggested> Suggest(RecommendationScene scene, int take)
    {
        var index = scene.Catalogue.Index;
        var to = scene.Product ?? (scene.Shopper is { Recent.Count: > 0 } shopper ? shopper.Recent[0].ProductId : null);
        if (to is null || !index.TryFind(to, out var document))
        {
            return [];
        }

        var categories = index.CategoriesOf(document).ToArray();
        var attributes = index.AttributesOf(document).ToArray();
        var price = scene.Catalogue.Products[document].Product.Price;
        var name = scene.Catalogue.Products[document].Product.Name;
        var viewed = Viewed(scene, to);
        var best = new PriorityQueue<int, (double Score, int Before)>();
        foreach (var other in Considered(index, categories, viewed.Keys))
        {
            if (other == document)
            {
                continue;
            }

            var score = (Shared(index.CategoriesOf(other), categories, index.Count, index, ofCategories: true) * 2) + (ViewWeight * viewed.GetValueOrDefault(other));
            score += Shared(index.AttributesOf(other), attributes, index.Count, index, ofCategories: false);
            score += index.BrandOf(document) >= 0 && index.BrandOf(other) == index.BrandOf(document) ? BrandWeight : 0;
            if (price is > 0 && scene.Catalogue.Products[other].Product.Price is { } otherPrice and > 0)
            {
                score += PriceWeight * Math.Exp(-Math.Abs(Math.Log((double)(otherPrice / price.Value))));
            }

            score += 1e-3 * Math.Log(1 + index.PopularityOf(other));
            best.Enqueue(other, (score, -other));
            if (best.Count > take)
            {
                best.Dequeue();
            }
        }

        List<Suggested> found = [];
        while (best.TryDequeue(out var other, out var score))
        {
            found.Add(new Suggested(index.Id(other), score.Score, [viewed.ContainsKey(other) ? $"Others looked at it beside {name}" : $"Similar to {name}"]));
        }

        found.Reverse();
        return found;
    }

    /// <summary>Whatever was looked at beside it, and who shares a category with it, of the rarest category first, in each the most popular first: a category of half the shop holds nobody up.</summary>
    private static HashSet<int> Considered(SearchIndex index, int[] categories, IEnumerable<int> viewed)
    {
        HashSet<int> considered = [.. viewed];
        foreach (var category in categories.OrderBy(index.Categories.Documents))
        {
            foreach (var other in index.OfCategory(category))
            {
                if (considered.Count >= MaxConsidered)
                {
                    return considered;
                }

                considered.Add(other);
            }
        }

        return considered;
    }

    private static Dictionary<int, double> Viewed(RecommendationScene scene, string product)
    {
        var viewed = new Dictionary<int, double>();
        foreach (var (other, score) in scene.CoViews?.Of(product, MaxViewed) ?? [])
        {
            if (scene.Catalogue.Index.TryFind(other, out var document))
            {
                viewed.Add(document, score);
            }
        }

        return viewed;
    }

    private static double Shared(ReadOnlySpan<int> values, int[] wanted, int documents, SearchIndex index, bool ofCategories)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            if (Array.BinarySearch(wanted, value) >= 0)
            {
                var table = ofCategories ? index.Categories : index.Attributes;
                sum += Math.Log(1 + ((double)documents / Math.Max(table.Documents(value), 1)));
            }
        }

        return sum;
    }
}
