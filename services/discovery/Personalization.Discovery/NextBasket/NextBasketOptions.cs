using Personalization.Discovery.Boosting;

namespace Personalization.Discovery.NextBasket;

/// <summary>How the next basket is told, and what is learned for it.</summary>
public sealed record NextBasketOptions
{
    /// <summary>Own items considered, those bought most and latest.</summary>
    public int OwnCandidates { get; init; } = 300;

    /// <summary>Items considered because they sell lately.</summary>
    public int PopularCandidates { get; init; } = 60;

    /// <summary>Neighbours considered of each item of the last basket.</summary>
    public int NeighbourCandidates { get; init; } = 6;

    /// <summary>Items of the last basket whose neighbours are considered.</summary>
    public int NeighbourAnchors { get; init; } = 12;

    /// <summary>Rows to learn from, at most. About 110 bytes each while learning.</summary>
    public int Rows { get; init; } = 900_000;

    /// <summary>Of considered items that the shopper never had and did not buy, one of so many is a row.</summary>
    public int SampleOf { get; init; } = 4;

    /// <summary>Baskets to learn from before anything is learned.</summary>
    public int MinBaskets { get; init; } = 200;

    public BoostingOptions Boosting { get; init; } = new();
}
