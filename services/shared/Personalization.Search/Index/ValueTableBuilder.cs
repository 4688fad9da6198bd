namespace Personalization.Search.Index;

internal sealed class ValueTableBuilder
{
    /// <summary>A product never bought counts as this many purchases in the shares.</summary>
    private const double Unsold = .01;

    private const double ShareFloor = 1e-4;

    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _names = [];
    private readonly List<int> _documents = [];
    private readonly List<double> _sold = [];

    public int Add(string name, double popularity)
    {
        var trimmed = name.Trim();
        if (!_byName.TryGetValue(trimmed, out var value))
        {
            value = _names.Count;
            _byName.Add(trimmed, value);
            _names.Add(trimmed);
            _documents.Add(0);
            _sold.Add(0);
        }

        _documents[value]++;
        _sold[value] += popularity;
        return value;
    }

    /// <summary>Popularity of all products that have the value.</summary>
    public double Sold(int value) => _sold[value];

    public ValueTable Build(int documents, double sold)
    {
        var all = sold + (Unsold * documents);
        var shares = new double[_names.Count];
        for (var value = 0; value < shares.Length; value++)
        {
            shares[value] = Math.Clamp((_sold[value] + (Unsold * _documents[value])) / all, ShareFloor, 1);
        }

        return new ValueTable([.. _names], [.. _documents], shares);
    }
}
