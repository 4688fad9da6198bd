namespace Personalization.Search.Index;

/// <summary>The popularity of all products together and of those that have each value.</summary>
internal sealed class ValueSales
{
    public ValueSales(DocumentTable documents, double[] bought, int brands, int categories, int attributes)
    {
        Brands = new double[brands];
        Categories = new double[categories];
        Attributes = new double[attributes];
        for (var document = 0; document < bought.Length; document++)
        {
            if (bought[document] == 0)
            {
                continue;
            }

            All += bought[document];
            if (documents.Brands[document] >= 0)
            {
                Brands[documents.Brands[document]] += bought[document];
            }

            Add(Categories, documents.Categories.Of(document), bought[document]);
            Add(Attributes, documents.Attributes.Of(document), bought[document]);
        }
    }

    public double All { get; }

    public double[] Brands { get; }

    public double[] Categories { get; }

    public double[] Attributes { get; }

    private static void Add(double[] sums, ReadOnlySpan<int> values, double bought)
    {
        foreach (var value in values)
        {
            sums[value] += bought;
        }
    }
}
