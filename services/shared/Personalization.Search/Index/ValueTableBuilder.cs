namespace Personalization.Search.Index;

internal sealed class ValueTableBuilder
{
    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _names = [];
    private readonly List<int> _documents = [];

    public int Add(string name)
    {
        var trimmed = name.Trim();
        if (!_byName.TryGetValue(trimmed, out var value))
        {
            value = _names.Count;
            _byName.Add(trimmed, value);
            _names.Add(trimmed);
            _documents.Add(0);
        }

        _documents[value]++;
        return value;
    }

    public ValueTable Build() => new([.. _names], [.. _documents]);
}
