namespace Personalization.Profiles.Contracts;

/// <summary>What the shopper usually pays for one unit: the 10th, 50th and 90th percentile, in <see cref="Currency"/>.</summary>
public sealed record PriceBand(string Currency, decimal Low, decimal Typical, decimal High);
