namespace Personalization.Load.Shop;

/// <summary>A product of the measured shop.</summary>
internal sealed record ShopProduct(string Id, string Name, string? Brand, IReadOnlyList<string> Categories, decimal Price);
