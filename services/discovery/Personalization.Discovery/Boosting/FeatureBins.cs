namespace Personalization.Discovery.Boosting;

/// <summary>Cuts each feature into bins of about as many rows each; a value that many rows share is a bin of its own.</summary>
internal sealed class FeatureBins
{
    /// <summary>Rows that the cuts are read from, evenly spread.</summary>
    private const int Sample = 50_000;

    private readonly float[][] _ends;

    private FeatureBins(float[][] ends) => _ends = ends;

    public static FeatureBins Of(BoostingRows rows, int bins)
    {
        var step = Math.Max(rows.Count / Sample, 1);
        var values = new float[(rows.Count + step - 1) / step];
        var ends = new float[rows.Features][];
        for (var feature = 0; feature < rows.Features; feature++)
        {
            for (var at = 0; at < values.Length; at++)
            {
                values[at] = rows[at * step][feature];
            }

            Array.Sort(values);
            ends[feature] = Ends(values, bins);
        }

        return new FeatureBins(ends);
    }

    public int Count(int feature) => _ends[feature].Length + 1;

    /// <summary>Largest value of a bin that is not the last.</summary>
    public float UpperEnd(int feature, int bin) => _ends[feature][bin];

    /// <summary>Bins row by row.</summary>
    public byte[] Read(BoostingRows rows)
    {
        var binned = new byte[rows.Count * rows.Features];
        for (var row = 0; row < rows.Count; row++)
        {
            var values = rows[row];
            for (var feature = 0; feature < values.Length; feature++)
            {
                binned[(row * values.Length) + feature] = Bin(_ends[feature], values[feature]);
            }
        }

        return binned;
    }

    /// <summary>The first bin that ends at the value or beyond it.</summary>
    private static byte Bin(float[] ends, float value)
    {
        var (low, high) = (0, ends.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (ends[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return (byte)low;
    }

    private static float[] Ends(float[] sorted, int bins)
    {
        List<float> ends = [];
        for (var bin = 1; bin < bins; bin++)
        {
            var end = sorted[(int)((long)sorted.Length * bin / bins)];
            if (end < sorted[^1] && (ends.Count == 0 || end > ends[^1]))
            {
                ends.Add(end);
            }
        }

        return [.. ends];
    }
}
