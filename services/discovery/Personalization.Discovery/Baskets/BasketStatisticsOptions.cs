namespace Personalization.Discovery.Baskets;

/// <summary>What is counted over all baskets, and how much of it is kept.</summary>
public sealed record BasketStatisticsOptions
{
    /// <summary>Days after which a basket counts half for what is bought lately.</summary>
    public double RecentHalfLifeDays { get; init; } = 21;

    /// <summary>Items of a basket that are paired with each other, the first ones: a basket of 1,000 would make 500,000 pairs.</summary>
    public int PairedItems { get; init; } = 60;

    /// <summary>Pairs kept; when there are more, those seen least go. About 40 bytes each.</summary>
    public int Pairs { get; init; } = 3_000_000;
}
