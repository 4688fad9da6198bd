namespace Personalization.Evaluation.Metrics;

/// <summary>The rank of one in an ordered list: neighbours that nothing but their ids tells apart share the mean of their places.</summary>
public static class MeanRank
{
    /// <param name="ordered">Best first.</param>
    /// <param name="place">Where the one stands, from 0.</param>
    /// <param name="areEqual">True for two that stand where they do by their ids alone.</param>
    /// <returns>1 for the best, such as 2.5 for either of two at the second place.</returns>
    public static double Of<T>(IReadOnlyList<T> ordered, int place, Func<T, T, bool> areEqual)
    {
        var first = place;
        while (first > 0 && areEqual(ordered[first - 1], ordered[place]))
        {
            first--;
        }

        var last = place;
        while (last + 1 < ordered.Count && areEqual(ordered[last + 1], ordered[place]))
        {
            last++;
        }

        return 1 + ((first + last) / 2.0);
    }
}
