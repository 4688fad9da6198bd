namespace Personalization.Load.Shop;

/// <summary>A line of a real order.</summary>
internal sealed record ShopLine(string Order, string Product, DateTimeOffset At, int Quantity, decimal Price);
