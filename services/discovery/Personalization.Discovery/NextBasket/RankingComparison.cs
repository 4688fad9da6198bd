using Personalization.Discovery.Boosting;

namespace Personalization.Discovery.NextBasket;

/// <summary>Baskets kept apart from learning: their considered items as rows, to be ranked by the trees and plainly.</summary>
internal sealed class RankingComparison
{
    private const int Cut = 10;

    private readonly List<(int Start, int End, int Bought)> _baskets = [];

    public BoostingRows Rows { get; } = new(NextBasketFeatures.Names.Count);

    public int Cases => _baskets.Count;

    /// <summary>The rows since the last call are one basket.</summary>
    /// <param name="bought">Items of the basket, those not considered too.</param>
    public void EndBasket(int bought)
    {
        var start = _baskets.Count == 0 ? 0 : _baskets[^1].End;
        if (Rows.Count > start)
        {
            _baskets.Add((start, Rows.Count, bought));
        }
    }

    public LearnedRanking Judge(BoostedTrees trees)
    {
        double learned = 0, plain = 0;
        foreach (var (start, end, bought) in _baskets)
        {
            var rows = Enumerable.Range(start, end - start).ToList();
            var ideal = Enumerable.Range(0, Math.Min(bought, Cut)).Sum(Discount);
            learned += Gain(rows.OrderByDescending(row => trees.Score(Rows[row])).Take(Cut)) / ideal;
            plain += Gain(rows.OrderByDescending(row => Rows[row][^1]).Take(Cut)) / ideal;
        }

        return new LearnedRanking(trees, Cases, learned / Math.Max(Cases, 1), plain / Math.Max(Cases, 1));
    }

    private double Gain(IEnumerable<int> rows) => rows.Select((row, place) => Rows.Labels[row] * Discount(place)).Sum();

    private static double Discount(int place) => 1 / Math.Log2(place + 2);
}
