namespace Personalization.Evaluation.PersonalRank;

/// <summary>
/// The baseline: the products of one type by lines sold so far, kept as the number of products at each count, so that a rank needs no sorting.
/// </summary>
/// <param name="products">How many products the type has.</param>
internal sealed class TypePopularity(int products)
{
    private readonly Dictionary<string, int> _sold = [];
    private readonly SortedDictionary<int, int> _productsAt = new() { [0] = products };

    /// <summary>Equals share their mean rank.</summary>
    public double Rank(string product)
    {
        var sold = _sold.GetValueOrDefault(product);
        var above = _productsAt.Where(count => count.Key > sold).Sum(count => count.Value);
        return above + ((_productsAt[sold] + 1) / 2.0);
    }

    public void Learn(string product)
    {
        var sold = _sold.GetValueOrDefault(product);
        _sold[product] = sold + 1;
        _productsAt[sold]--;
        _productsAt[sold + 1] = _productsAt.GetValueOrDefault(sold + 1) + 1;
    }
}
