namespace Personalization.Discovery.Recommendations;

/// <summary>What goes with the cart and the product looked at; with the last order when there is neither.</summary>
public sealed class ComplementaryStrategy : IRecommendationStrategy
{
    public const string StrategyName = "association";

    public string Name => StrategyName;

    public IEnumerable<Suggested> Suggest(RecommendationScene scene, int take)
    {
        IReadOnlyList<string> beside = scene.Product is { } product ? [.. scene.Cart, product] : scene.Cart;
        var ofLastOrder = beside.Count == 0;
        if (ofLastOrder)
        {
            beside = scene.Shopper is { Orders.Count: > 0 } asked ? asked.Orders[^1].Products : [];
        }

        var known = scene.Shopper is { } shopper && ofLastOrder ? shopper.Orders.SelectMany(order => order.Products).ToHashSet(StringComparer.Ordinal) : [];
        return scene.Model.Together(beside, take + known.Count)
            .Where(found => !known.Contains(found.ProductId))
            .Select(found => new Suggested(
                found.ProductId,
                found.Score,
                [found.Baskets > 0 ? $"Often bought with {scene.NameOf(found.With)}" : "Often bought by others"],
                IsPersonal: ofLastOrder));
    }
}
