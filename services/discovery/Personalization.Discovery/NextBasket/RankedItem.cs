namespace Personalization.Discovery.NextBasket;

public readonly record struct RankedItem(int Item, double Score);
