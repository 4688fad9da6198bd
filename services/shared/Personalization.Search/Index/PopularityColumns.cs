namespace Personalization.Search.Index;

/// <summary>What frozen popularity makes of the documents, by document number.</summary>
internal sealed class PopularityColumns
{
    private PopularityColumns(double[] values, int[] ranks, int[] order)
    {
        Values = values;
        Ranks = ranks;
        Order = order;
    }

    /// <summary>Frozen popularity plus the prior of the brand; orders the products inside a band.</summary>
    public double[] Values { get; }

    /// <summary>0 for the most popular; equals share it.</summary>
    public int[] Ranks { get; }

    /// <summary>All documents: by popularity, then id.</summary>
    public int[] Order { get; }

    /// <param name="bought">Frozen popularity of each document.</param>
    /// <param name="brands">Brand number of each, or -1.</param>
    /// <param name="soldByBrand">Popularity of all products of each brand.</param>
    /// <param name="sold">Popularity of all products.</param>
    /// <param name="brandPrior">What all of a brand's share is worth, in purchases.</param>
    public static PopularityColumns Of(double[] bought, int[] brands, double[] soldByBrand, double sold, double brandPrior)
    {
        var values = new double[bought.Length];
        for (var number = 0; number < values.Length; number++)
        {
            var share = ((brands[number] < 0 ? 0 : soldByBrand[brands[number]]) + .02) / (sold + 100);
            values[number] = bought[number] + (brandPrior * share);
        }

        var (ranks, order) = Rank(values);
        return new PopularityColumns(values, ranks, order);
    }

    private static (int[] Ranks, int[] Order) Rank(double[] values)
    {
        var order = new int[values.Length];
        var keys = new double[values.Length];
        for (var number = 0; number < order.Length; number++)
        {
            order[number] = number;
            keys[number] = -values[number];
        }

        Array.Sort(keys, order);
        var ranks = new int[order.Length];
        var rank = 0;
        for (int place = 0, end; place < order.Length; place = end, rank++)
        {
            for (end = place + 1; end < order.Length && keys[end] == keys[place]; end++)
            {
            }

            Array.Sort(order, place, end - place);
            for (var equal = place; equal < end; equal++)
            {
                ranks[order[equal]] = rank;
            }
        }

        return (ranks, order);
    }
}
