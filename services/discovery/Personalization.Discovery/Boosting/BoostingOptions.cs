namespace Personalization.Discovery.Boosting;

/// <summary>How boosted trees are grown.</summary>
public sealed record BoostingOptions
{
    /// <summary>Trees in all; each costs a pass over the rows for every level of it.</summary>
    public int Trees { get; init; } = 240;

    /// <summary>Leaves of a tree.</summary>
    public int Leaves { get; init; } = 24;

    /// <summary>Share of each tree's step that is taken, 0..1.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Smallest sum of second derivatives in a leaf: larger learns less from few rows.</summary>
    public double MinLeafWeight { get; init; } = 40;

    /// <summary>Added to the second derivatives of a leaf: draws its value to 0.</summary>
    public double Ridge { get; init; } = 5;

    /// <summary>Each tree is grown on one row of so many, drawn anew for each (Friedman 2002): steadier, and that much quicker. 1: on all.</summary>
    public int SampleOf { get; init; } = 3;

    /// <summary>Values told apart of each feature, at most 256.</summary>
    public int Bins { get; init; } = 64;
}
