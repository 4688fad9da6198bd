using System.Collections.Frozen;

namespace Personalization.Search.Index;

/// <summary>The distinct values of one kind (brands, categories or attributes) by number. Equal without regard to case and outer blanks.</summary>
public sealed class ValueTable
{
    private readonly string[] _names;
    private readonly int[] _documents;
    private readonly double[] _shares;
    private readonly FrozenDictionary<string, int> _byName;

    internal ValueTable(string[] names, int[] documents, double[] shares)
    {
        _names = names;
        _documents = documents;
        _shares = shares;
        _byName = Enumerable.Range(0, names.Length).ToFrozenDictionary(value => names[value], StringComparer.OrdinalIgnoreCase);
    }

    public int Count => _names.Length;

    /// <summary>The value as first written in the catalogue.</summary>
    public string Name(int value) => _names[value];

    /// <summary>Number of products that have it.</summary>
    public int Documents(int value) => _documents[value];

    /// <summary>Its share of what the shop sells, 0..1: of popularity, each product counted as a hundredth of a purchase on top.</summary>
    public double Share(int value) => _shares[value];

    public bool TryFind(string name, out int value) => _byName.TryGetValue(name.Trim(), out value);
}
