namespace Personalization.Profiles.Contracts;

/// <summary>What is known of one product by this shopper's own history.</summary>
public sealed record ProductAffinity
{
    /// <summary>-1..1, squashed decayed sum of the signals of this product.</summary>
    public double Score { get; init; }

    /// <summary>Number of purchases (order lines) in the last two years.</summary>
    public int Purchases { get; init; }

    public DateTimeOffset? LastPurchasedAt { get; init; }

    /// <summary>The shopper's usual quantity of it, when learned.</summary>
    public decimal? UsualQuantity { get; init; }
}
