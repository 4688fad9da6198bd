using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.Together;

/// <summary>Counts of the items bought most and of their pairs, as a matrix.</summary>
/// <param name="Items">Which.</param>
/// <param name="Baskets">All baskets.</param>
/// <param name="Counts">Baskets with each.</param>
/// <param name="Pairs">Baskets with two of them, row by row; with itself on the diagonal.</param>
public sealed record PairMoments(int[] Items, double Baskets, double[] Counts, double[] Pairs)
{
    /// <summary>Items of the matrix.</summary>
    private const int MaxItems = 500;

    public static PairMoments Of(BasketStatistics all)
    {
        int[] items = [.. Enumerable.Range(0, all.Items).Where(item => all.Of(item)!.Paired > 0).OrderByDescending(item => all.Of(item)!.Paired).ThenBy(item => item).Take(MaxItems)];
        var counts = Array.ConvertAll(items, item => (double)all.Of(item)!.Paired);
        var pairs = new double[items.Length * items.Length];
        for (var row = 0; row < items.Length; row++)
        {
            for (var column = 0; column < items.Length; column++)
            {
                pairs[(row * items.Length) + column] = row == column ? counts[row] : all.Together(items[row], items[column]);
            }
        }

        return new PairMoments(items, all.Baskets, counts, pairs);
    }
}
