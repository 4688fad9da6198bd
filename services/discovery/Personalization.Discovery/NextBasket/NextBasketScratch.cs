namespace Personalization.Discovery.NextBasket;

/// <summary>What one ranking works in: kept and used again, so that a question costs no memory for each item considered.</summary>
internal sealed class NextBasketScratch
{
    /// <summary>Items considered.</summary>
    public List<int> Found { get; } = [];

    /// <summary>Those of them that teach.</summary>
    public List<int> Taught { get; } = [];

    public HashSet<int> Known { get; } = [];

    /// <summary>By place in the items.</summary>
    public double[] Scores { get; private set; } = [];

    /// <summary>Nearness to the last basket.</summary>
    public double[] Beside { get; private set; } = [];

    /// <summary>Nearness to the shopper's own.</summary>
    public double[] BesideOwn { get; private set; } = [];

    /// <summary>Cosines with each anchor, one row of the items after the other.</summary>
    public double[] Cosines { get; private set; } = [];

    /// <summary>Features, one row of an item after the other.</summary>
    public float[] Rows { get; private set; } = [];

    public void MakeRoom(int items)
    {
        if (Scores.Length < items)
        {
            (Scores, Beside, BesideOwn) = (new double[items], new double[items], new double[items]);
            Cosines = new double[items * (Scene.MaxAnchors + 1)];
            Rows = new float[items * NextBasketFeatures.Names.Count];
        }
    }
}
