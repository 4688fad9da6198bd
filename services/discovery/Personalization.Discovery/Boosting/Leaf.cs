namespace Personalization.Discovery.Boosting;

/// <summary>A leaf of a growing tree: its rows, and sums of derivatives by feature and bin.</summary>
internal sealed class Leaf
{
    public required int Node { get; init; }

    public required int Start { get; init; }

    public required int End { get; init; }

    public required double[] Histogram { get; init; }

    public required double Gradient { get; init; }

    public required double Curvature { get; init; }

    public Split Best { get; set; }

    /// <summary>The sums over the bins of one feature are those of the leaf.</summary>
    public static Leaf Of(int node, int start, int end, double[] histogram, int bins)
    {
        double gradient = 0, curvature = 0;
        for (var bin = 0; bin < bins; bin++)
        {
            gradient += histogram[bin * 2];
            curvature += histogram[(bin * 2) + 1];
        }

        return new Leaf { Node = node, Start = start, End = end, Histogram = histogram, Gradient = gradient, Curvature = curvature };
    }
}
