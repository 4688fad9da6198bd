using Personalization.Search.Index;

namespace Personalization.Search.Query;

/// <summary>Counts what the matches of one query are of.</summary>
internal sealed class FacetCounter(DocumentTable documents, ValueTable brands, ValueTable categories, ValueTable attributes)
{
    private readonly int[] _brands = new int[brands.Count];
    private readonly int[] _categories = new int[categories.Count];
    private readonly int[] _attributes = new int[attributes.Count];
    private double _priceMin = double.PositiveInfinity;
    private double _priceMax = double.NegativeInfinity;

    public void Add(int document)
    {
        if (documents.Brands[document] is >= 0 and var brand)
        {
            _brands[brand]++;
        }

        Add(_categories, documents.Categories.Of(document));
        Add(_attributes, documents.Attributes.Of(document));
        var price = documents.Prices[document];
        if (!double.IsNaN(price))
        {
            _priceMin = Math.Min(_priceMin, price);
            _priceMax = Math.Max(_priceMax, price);
        }
    }

    /// <param name="take">Values of each kind.</param>
    public SearchFacets Read(int take) => new(
        Most(_brands, brands, take),
        Most(_categories, categories, take),
        Most(_attributes, attributes, take),
        double.IsFinite(_priceMin) ? _priceMin : null,
        double.IsFinite(_priceMax) ? _priceMax : null);

    private static void Add(int[] counts, ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            counts[value]++;
        }
    }

    private static List<FacetValue> Most(int[] counts, ValueTable table, int take)
    {
        List<FacetValue> found = [];
        for (var value = 0; value < counts.Length; value++)
        {
            if (counts[value] > 0)
            {
                found.Add(new FacetValue(table.Name(value), counts[value]));
            }
        }

        found.Sort(static (left, right) => left.Count != right.Count ? right.Count.CompareTo(left.Count) : string.CompareOrdinal(left.Name, right.Name));
        return found.Count <= take ? found : found.GetRange(0, take);
    }
}
