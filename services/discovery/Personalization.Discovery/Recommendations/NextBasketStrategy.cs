using System.Globalization;

namespace Personalization.Discovery.Recommendations;

/// <summary>My usual: what the shopper's next basket is likely to hold.</summary>
public sealed class NextBasketStrategy : IRecommendationStrategy
{
    public const string StrategyName = "next_basket";

    /// <summary>Terms shown of a score.</summary>
    private const int ShownTerms = 4;

    public string Name => StrategyName;

    public IEnumerable<Suggested> Suggest(RecommendationScene scene, int take)
    {
        if (scene.Shopper is not { Orders.Count: > 0 } shopper)
        {
            return [];
        }

        return scene.Model.NextBasket(shopper.Orders, scene.Now, take, scene.Explain)
            .Select(product => new Suggested(product.ProductId, product.Score, Reasons(product, shopper.Orders.Count, scene), null, product.Quantity, IsPersonal: product.Baskets > 0));
    }

    private static IReadOnlyList<string> Reasons(NextProduct product, int orders, RecommendationScene scene)
    {
        List<string> reasons = [];
        if (product.LastAt is { } last)
        {
            var days = Math.Max((int)(scene.Now - last).TotalDays, 0);
            reasons.Add(product.Baskets == 1
                ? $"You bought it {Ago(days)}"
                : $"In {product.Baskets} of your {orders} orders, last {Ago(days)}");
        }
        else
        {
            reasons.Add("Bought by many who buy what you buy");
        }

        reasons.AddRange(product.Terms.Take(ShownTerms).Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Key} {term.Value:+0.00;-0.00}")));
        return reasons;
    }

    private static string Ago(int days) => days switch { 0 => "today", 1 => "yesterday", _ => $"{days} days ago" };
}
