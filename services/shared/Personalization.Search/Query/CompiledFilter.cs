using Personalization.Search.Index;

namespace Personalization.Search.Query;

/// <summary>A filter with its names resolved to value numbers of one index.</summary>
internal sealed class CompiledFilter
{
    private readonly DocumentTable _documents;
    private readonly HashSet<int>? _brands;
    private readonly HashSet<int>? _categories;
    private readonly HashSet<int>? _attributes;
    private readonly double _priceMin;
    private readonly double _priceMax;
    private readonly bool? _inStock;

    public CompiledFilter(SearchFilter filter, DocumentTable documents, ValueTable brands, ValueTable categories, ValueTable attributes)
    {
        _documents = documents;
        _brands = Resolve(filter.Brands, brands);
        _categories = Resolve(filter.Categories, categories);
        _attributes = Resolve(filter.Attributes, attributes);
        _priceMin = (double)(filter.PriceMin ?? decimal.MinValue);
        _priceMax = (double)(filter.PriceMax ?? decimal.MaxValue);
        HasPrice = filter.PriceMin is not null || filter.PriceMax is not null;
        _inStock = filter.InStock;
    }

    private bool HasPrice { get; }

    /// <summary>True when all that is in stock is allowed, and nothing else.</summary>
    public bool IsOnlyInStock => _inStock == true && !HasPrice && _brands is null && _categories is null && _attributes is null;

    public bool Allows(int document) =>
        (_inStock is not { } inStock || _documents.InStock[document] == inStock)
        && (!HasPrice || (_documents.Prices[document] >= _priceMin && _documents.Prices[document] <= _priceMax))
        && (_brands is null || _brands.Contains(_documents.Brands[document]))
        && (_categories is null || HasAny(_categories, _documents.Categories.Of(document)))
        && (_attributes is null || HasAny(_attributes, _documents.Attributes.Of(document)));

    private static HashSet<int>? Resolve(IReadOnlyList<string> names, ValueTable table)
    {
        if (names.Count == 0)
        {
            return null;
        }

        var values = new HashSet<int>();
        foreach (var name in names)
        {
            if (table.TryFind(name, out var value))
            {
                values.Add(value);
            }
        }

        return values;
    }

    private static bool HasAny(HashSet<int> wanted, ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            if (wanted.Contains(value))
            {
                return true;
            }
        }

        return false;
    }
}
