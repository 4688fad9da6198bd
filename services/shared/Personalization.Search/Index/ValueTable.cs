using System.Collections.Frozen;

namespace Personalization.Search.Index;

/// <summary>The distinct values of one kind (brands, categories or attributes) by number. Equal without regard to case and outer blanks.</summary>
public sealed class ValueTable
{
    /// <summary>A product never bought counts as this many purchases in the shares.</summary>
    private const double Unsold = .01;

    private const double ShareFloor = 1e-4;

    private readonly string[] _names;
    private readonly int[] _documents;
    private readonly double[] _shares;
    private readonly FrozenDictionary<string, int> _byName;

    internal ValueTable(string[] names, int[] documents)
    {
        _names = names;
        _documents = documents;
        _shares = [];
        _byName = Enumerable.Range(0, names.Length).ToFrozenDictionary(value => names[value], StringComparer.OrdinalIgnoreCase);
    }

    private ValueTable(ValueTable table, double[] shares)
    {
        _names = table._names;
        _documents = table._documents;
        _byName = table._byName;
        _shares = shares;
    }

    public int Count => _names.Length;

    /// <summary>The value as first written in the catalogue.</summary>
    public string Name(int value) => _names[value];

    /// <summary>Number of products that have it.</summary>
    public int Documents(int value) => _documents[value];

    /// <summary>Its share of what the shop sells, 0..1: of popularity, each product counted as a hundredth of a purchase on top.</summary>
    public double Share(int value) => _shares[value];

    public bool TryFind(string name, out int value) => _byName.TryGetValue(name.Trim(), out value);

    /// <summary>The same values with the shares of another popularity.</summary>
    /// <param name="sold">Popularity of all products that have each value.</param>
    /// <param name="documents">Number of products.</param>
    /// <param name="allSold">Popularity of all products.</param>
    internal ValueTable WithShares(double[] sold, int documents, double allSold)
    {
        var all = allSold + (Unsold * documents);
        var shares = new double[_names.Length];
        for (var value = 0; value < shares.Length; value++)
        {
            shares[value] = Math.Clamp((sold[value] + (Unsold * _documents[value])) / all, ShareFloor, 1);
        }

        return new ValueTable(this, shares);
    }
}
