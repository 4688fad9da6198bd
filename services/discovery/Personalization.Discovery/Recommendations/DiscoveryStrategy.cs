using Personalization.Discovery.Contracts;
using Personalization.Discovery.Ranking;

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
        using var shelf = scene.Ranker.Browse(StandardCatalogue.MaxLimit, scene.Shopper, scene.Context, scene.Now);
        var left = new List<int>(Considered);
        for (var place = 0; place < shelf.Count && left.Count < Considered; place++)
        {
            if (!known.Contains(shelf[place].Id))
            {
                left.Add(place);
            }
        }

        foreach (var place in Spread(shelf, left, scene.Options.DiscoveryRelevance).Take(take))
        {
            var result = shelf.Describe(place);
            yield return new Suggested(result.Product.Id, result.Score, result.Reasons.Count > 0 ? result.Reasons : ["New to you"], null, null, result.Personalized);
        }
    }

    /// <summary>One after the other, as far as they are asked for: of what is left the best that is not too much like one that was taken.</summary>
    private static IEnumerable<int> Spread(PersonalShelf shelf, List<int> left, double weight)
    {
        // How much each is like the most similar one that was taken.
        var closest = new List<double>(new double[left.Count]);
        while (left.Count > 0)
        {
            var place = 0;
            var best = double.NegativeInfinity;
            for (var at = 0; at < left.Count; at++)
            {
                // The place in the personal order is the relevance: scores of different bands are no distances.
                var relevance = 1 - ((double)at / Considered);
                var value = (weight * relevance) - ((1 - weight) * closest[at]);
                if (value > best)
                {
                    (place, best) = (at, value);
                }
            }

            var taken = left[place];
            left.RemoveAt(place);
            closest.RemoveAt(place);
            yield return taken;

            for (var at = 0; at < left.Count; at++)
            {
                closest[at] = Math.Max(closest[at], Alike(shelf[taken], shelf[left[at]]));
            }
        }
    }

    private static double Alike(Product left, Product right)
    {
        var shared = 0;
        for (var i = 0; i < left.Categories.Count; i++)
        {
            for (var j = 0; j < right.Categories.Count; j++)
            {
                shared += left.Categories[i] == right.Categories[j] ? 1 : 0;
            }
        }

        var all = left.Categories.Count + right.Categories.Count - shared;
        return (all == 0 ? 0 : .7 * shared / all) + (left.Brand is not null && left.Brand == right.Brand ? .3 : 0);
    }
}
