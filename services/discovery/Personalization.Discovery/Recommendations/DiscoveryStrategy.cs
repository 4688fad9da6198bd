using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Recommendations;

/// <summary>New to the shopper but likely: the personal order of the catalogue without what was bought or looked at, spread over makers and categories (Carbonell and Goldstein 1998).</summary>
public sealed class DiscoveryStrategy : IRecommendationStrategy
{
    public const string StrategyName = "discovery";

    private const int Considered = 100;

    public string Name => StrategyName;

    public IEnumerable<Suggested> Suggest(RecommendationScene scene, int take)
    {
        var known = scene.Shopper is { } shopper
            ? shopper.Orders.SelectMany(order => order.Products).Concat(shopper.Recent.Select(view => view.ProductId)).Concat(shopper.Products.Keys).ToHashSet(StringComparer.Ordinal)
            : [];
        var request = new SearchRequest
        {
            StoreId = scene.Catalogue.StoreId,
            Query = "",
            Limit = StandardCatalogue.MaxLimit,
            Filters = new SearchFilters { InStock = true },
            Context = scene.Context,
        };
        List<RankedProduct> left = [.. scene.Ranker.Search(request, scene.Shopper, scene.Now).Results.Where(result => !known.Contains(result.Product.Id)).Take(Considered)];
        List<RankedProduct> chosen = [];
        while (chosen.Count < take && left.Count > 0)
        {
            var place = 0;
            var best = double.NegativeInfinity;
            for (var at = 0; at < left.Count; at++)
            {
                // The place in the personal order is the relevance: scores of different bands are no distances.
                var relevance = 1 - ((double)at / Considered);
                var value = (scene.Options.DiscoveryRelevance * relevance) - ((1 - scene.Options.DiscoveryRelevance) * chosen.Select(other => Alike(other.Product, left[at].Product)).DefaultIfEmpty(0).Max());
                if (value > best)
                {
                    (place, best) = (at, value);
                }
            }

            chosen.Add(left[place]);
            left.RemoveAt(place);
        }

        return chosen.Select((result, at) => new Suggested(
            result.Product.Id,
            result.Score,
            result.Reasons.Count > 0 ? result.Reasons : ["New to you"],
            null,
            null,
            result.Personalized));
    }

    private static double Alike(Product left, Product right)
    {
        var shared = left.Categories.Intersect(right.Categories, StringComparer.Ordinal).Count();
        var all = left.Categories.Union(right.Categories, StringComparer.Ordinal).Count();
        return (all == 0 ? 0 : .7 * shared / all) + (left.Brand is not null && left.Brand == right.Brand ? .3 : 0);
    }
}
