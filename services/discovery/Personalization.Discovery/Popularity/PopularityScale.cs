using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Popularity;

/// <summary>
/// Decayed counts without ageing: an event counts 2^((its time - epoch) / half-life), so sums never have to be touched as time goes by;
/// when they are frozen they are divided by the same power of that moment.
/// </summary>
public sealed class PopularityScale(PopularityOptions options)
{
    private static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What an event adds to the kept count of its product; 0 for a type that says nothing about popularity.</summary>
    public double Kept(string type, DateTimeOffset at) => Weight(type) * Power(at);

    /// <summary>A kept count as popularity at a moment: decayed number of purchases, 0 or more.</summary>
    public double Frozen(double kept, DateTimeOffset at) => Math.Max(kept / Power(at), 0);

    private double Weight(string type) => type switch
    {
        InteractionTypes.Purchase => options.Purchase,
        InteractionTypes.Returned => options.Returned,
        InteractionTypes.AddToCart => options.AddToCart,
        InteractionTypes.Click => options.Click,
        _ => 0,
    };

    private double Power(DateTimeOffset at) => Math.Pow(2, (at - Epoch) / options.HalfLife);
}
