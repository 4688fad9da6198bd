namespace Personalization.Discovery.Baskets;

/// <summary>A store's orders with numbers for products and shoppers. The numbers follow from the orders alone, so that whoever learns from the same orders learns the same.</summary>
public sealed class BasketLog
{
    private BasketLog(IReadOnlyList<string> products, IReadOnlyDictionary<long, int> shoppers, List<ShopperBasket> baskets)
    {
        Products = products;
        Shoppers = shoppers;
        Baskets = baskets;
    }

    /// <summary>By number.</summary>
    public IReadOnlyList<string> Products { get; }

    public IReadOnlyDictionary<long, int> Shoppers { get; }

    /// <summary>In order of time; those of one moment by the shopper.</summary>
    public List<ShopperBasket> Baskets { get; }

    public static BasketLog Of(IReadOnlyList<PastPurchase> orders)
    {
        string[] products = [.. orders.SelectMany(order => order.Products).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var items = products.Index().ToDictionary(product => product.Item, product => product.Index, StringComparer.Ordinal);
        var shoppers = orders.Select(order => order.Shopper).Distinct().Order().Index().ToDictionary(shopper => shopper.Item, shopper => shopper.Index);
        return new BasketLog(products, shoppers, [.. orders
            .OrderBy(order => order.At)
            .ThenBy(order => order.Shopper)
            .Select(order => new ShopperBasket(shoppers[order.Shopper], new PastBasket(order.At, [.. order.Products.Select(product => items[product])], [.. order.Quantities])))]);
    }
}
