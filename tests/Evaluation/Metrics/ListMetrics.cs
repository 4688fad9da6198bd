namespace Personalization.Evaluation.Metrics;

/// <summary>Metrics of a ranked list against the items that were right.</summary>
public static class ListMetrics
{
    /// <summary>Share of the right items among the first ones.</summary>
    public static double Recall<T>(IReadOnlyList<T> ranked, IReadOnlySet<T> truth, int cut) => Hits(ranked, truth, cut).Count() / (double)truth.Count;

    /// <summary>Discounted gain of the right items among the first ones over that of so many at the top.</summary>
    public static double Ndcg<T>(IReadOnlyList<T> ranked, IReadOnlySet<T> truth, int cut, int ideal) =>
        Hits(ranked, truth, cut).Sum(Discount) / Enumerable.Range(0, ideal).Sum(Discount);

    /// <param name="place">From 0.</param>
    public static double Discount(int place) => 1 / Math.Log2(place + 2);

    private static IEnumerable<int> Hits<T>(IReadOnlyList<T> ranked, IReadOnlySet<T> truth, int cut) =>
        Enumerable.Range(0, Math.Min(cut, ranked.Count)).Where(place => truth.Contains(ranked[place]));
}
