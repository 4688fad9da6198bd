using Personalization.Search.Index;

namespace Personalization.Discovery.Moments;

/// <summary>One part of a moment, such as `morning`, and the values of the catalogue that fit it; null where none does.</summary>
internal sealed record MomentPart(string Reason, bool[]? Categories, bool[]? Attributes)
{
    public bool Any => Categories is not null || Attributes is not null;

    public bool Fits(SearchIndex index, int document) =>
        Has(Categories, index.CategoriesOf(document)) || Has(Attributes, index.AttributesOf(document));

    private static bool Has(bool[]? flags, ReadOnlySpan<int> values)
    {
        if (flags is null)
        {
            return false;
        }

        foreach (var value in values)
        {
            if (flags[value])
            {
                return true;
            }
        }

        return false;
    }
}
