namespace Personalization.Load.Shop;

/// <summary>One of the measured shop's shoppers: some successive lines of one real buyer.</summary>
internal sealed record ShopShopper(string Id, IReadOnlyList<ShopLine> Lines);
