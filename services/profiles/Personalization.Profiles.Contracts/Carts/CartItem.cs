namespace Personalization.Profiles.Contracts;

public sealed record CartItem(string ProductId, decimal Quantity, DateTimeOffset AddedAt);
