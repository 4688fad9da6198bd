namespace Personalization.Discovery.Baskets;

/// <param name="Shopper">A number of the shopper, within one log.</param>
/// <param name="Basket">What was bought.</param>
public sealed record ShopperBasket(int Shopper, PastBasket Basket);
