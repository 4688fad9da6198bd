namespace Personalization.Load.Statistics;

/// <summary>Of an odd number of rounds the one in the middle.</summary>
public static class Median
{
    /// <returns>The item whose figure is in the middle; of an even number the lower of the two.</returns>
    public static T By<T>(IReadOnlyCollection<T> rounds, Func<T, double> figure) => rounds.OrderBy(figure).ElementAt((rounds.Count - 1) / 2);
}
