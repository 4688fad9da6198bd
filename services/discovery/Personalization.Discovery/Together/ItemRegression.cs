using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.Together;

/// <summary>
/// A ridge regression of each item's presence in a basket on that of all others, in closed form from pair counts (EASE, Steck 2019; here with an intercept, so that what is
/// not in the basket speaks too). Over the items bought most; memory 8 bytes a pair of those, time their cube. Immutable.
/// </summary>
public sealed class ItemRegression
{
    private readonly double[] _weights;
    private readonly double[] _intercepts;
    private readonly Dictionary<int, int> _rows;

    private ItemRegression(int[] items, double[] intercepts, double[] weights, double ridge)
    {
        Items = items;
        Ridge = ridge;
        _intercepts = intercepts;
        _weights = weights;
        _rows = items.Index().ToDictionary(item => item.Item, item => item.Index);
    }

    /// <summary>What is known of nothing.</summary>
    public static ItemRegression Empty { get; } = new([], [], [], 0);

    /// <summary>The items it speaks of.</summary>
    public IReadOnlyList<int> Items { get; }

    /// <summary>As it was learned with.</summary>
    public double Ridge { get; }

    /// <summary>Reads the presence of each item, about 0..1, given those of a basket.</summary>
    /// <param name="basket">Items.</param>
    /// <param name="presence">Takes it, in the order of <see cref="Items"/>.</param>
    public void ReadPresence(IReadOnlyList<int> basket, Span<double> presence)
    {
        _intercepts.CopyTo(presence);
        for (var place = 0; place < basket.Count; place++)
        {
            if (_rows.TryGetValue(basket[place], out var row))
            {
                var weights = _weights.AsSpan(row * presence.Length, presence.Length);
                for (var other = 0; other < presence.Length; other++)
                {
                    presence[other] += weights[other];
                }
            }
        }
    }

    /// <summary>What the presence of an item adds to that of another; 0 for items it does not speak of.</summary>
    public double Weight(int item, int other) => _rows.TryGetValue(item, out var row) && _rows.TryGetValue(other, out var column) ? _weights[(row * Items.Count) + column] : 0;

    /// <summary>Learns from the counts.</summary>
    /// <param name="moments">Counts, copied: nothing is locked while the matrix is inverted.</param>
    /// <param name="ridge">Above 0.</param>
    public static ItemRegression Learn(PairMoments moments, double ridge)
    {
        var size = moments.Items.Length;
        if (size == 0 || moments.Baskets == 0)
        {
            return Empty;
        }

        var precision = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                precision[(row * size) + column] = moments.Pairs[(row * size) + column] - (moments.Counts[row] * moments.Counts[column] / moments.Baskets);
            }

            precision[(row * size) + row] += ridge;
        }

        Invert(precision, size);
        var weights = new double[size * size];
        var intercepts = new double[size];
        for (var column = 0; column < size; column++)
        {
            intercepts[column] = moments.Counts[column] / moments.Baskets;
            for (var row = 0; row < size; row++)
            {
                var weight = row == column ? 0 : -precision[(row * size) + column] / precision[(column * size) + column];
                weights[(row * size) + column] = weight;
                intercepts[column] -= moments.Counts[row] / moments.Baskets * weight;
            }
        }

        return new ItemRegression(moments.Items, intercepts, weights, ridge);
    }

    /// <summary>Gauss and Jordan, in place. The matrix is positive definite, so that no pivot is sought.</summary>
    private static void Invert(double[] matrix, int size)
    {
        for (var pivot = 0; pivot < size; pivot++)
        {
            var pivotRow = matrix.AsSpan(pivot * size, size);
            var by = 1 / pivotRow[pivot];
            pivotRow[pivot] = 1;
            for (var column = 0; column < size; column++)
            {
                pivotRow[column] *= by;
            }

            for (var row = 0; row < size; row++)
            {
                if (row == pivot)
                {
                    continue;
                }

                var other = matrix.AsSpan(row * size, size);
                var factor = other[pivot];
                if (factor == 0)
                {
                    continue;
                }

                other[pivot] = 0;
                for (var column = 0; column < size; column++)
                {
                    other[column] -= factor * pivotRow[column];
                }
            }
        }
    }
}
