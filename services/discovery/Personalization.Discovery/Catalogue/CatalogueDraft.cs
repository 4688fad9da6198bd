using System.Text.Json;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Catalogue;

/// <summary>
/// A catalogue in pages, being changed by one import. Products keep their page; new ones fill the last. Pages that were touched are known, so that
/// only they are written.
/// </summary>
public sealed class CatalogueDraft
{
    /// <summary>Products of a page, the unit in state.</summary>
    public const int PageSize = 200;

    private readonly List<CatalogueEntry[]> _pages;
    private readonly Dictionary<string, (int Page, int Place)> _places;
    private readonly SortedSet<int> _changedPages = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <param name="pages">The pages as stored; they are not changed.</param>
    public CatalogueDraft(IReadOnlyList<CatalogueEntry[]> pages)
    {
        _pages = [.. pages];
        _places = new Dictionary<string, (int Page, int Place)>(StringComparer.Ordinal);
        for (var page = 0; page < _pages.Count; page++)
        {
            for (var place = 0; place < _pages[page].Length; place++)
            {
                _places[_pages[page][place].Product.Id] = (page, place);
            }
        }
    }

    public IReadOnlyList<CatalogueEntry[]> Pages => _pages;

    /// <summary>Numbers of the pages that differ from those stored, ascending.</summary>
    public IReadOnlyCollection<int> ChangedPages => _changedPages;

    public int Count => _places.Count;

    /// <summary>Adds or replaces a product; false when it stands exactly so already.</summary>
    public bool Upsert(CatalogueEntry entry)
    {
        _seen.Add(entry.Product.Id);
        if (_places.TryGetValue(entry.Product.Id, out var at))
        {
            if (Same(_pages[at.Page][at.Place], entry))
            {
                return false;
            }

            Own(at.Page)[at.Place] = entry;
            return true;
        }

        if (_pages.Count == 0 || _pages[^1].Length == PageSize)
        {
            _pages.Add([]);
        }

        var page = _pages.Count - 1;
        _pages[page] = [.. _pages[page], entry];
        _changedPages.Add(page);
        _places.Add(entry.Product.Id, (page, _pages[page].Length - 1));
        return true;
    }

    /// <summary>Takes every product that no <see cref="Upsert"/> named out of stock.</summary>
    /// <returns>How many changed by that.</returns>
    public int RetireUnseen()
    {
        var retired = 0;
        foreach (var (id, at) in _places)
        {
            var entry = _pages[at.Page][at.Place];
            if (!_seen.Contains(id) && entry.Product.InStock)
            {
                Own(at.Page)[at.Place] = entry with { Product = entry.Product with { InStock = false } };
                retired++;
            }
        }

        return retired;
    }

    private CatalogueEntry[] Own(int page)
    {
        if (_changedPages.Add(page))
        {
            _pages[page] = [.. _pages[page]];
        }

        return _pages[page];
    }

    private static bool Same(CatalogueEntry left, CatalogueEntry right)
    {
        if (left.Text != right.Text || left.Product.Name != right.Product.Name || left.Product.Price != right.Product.Price)
        {
            return false;
        }

        return JsonSerializer.SerializeToUtf8Bytes(left.Product, DiscoveryJson.Default.Product).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right.Product, DiscoveryJson.Default.Product));
    }
}
