namespace Personalization.Search.Index;

internal sealed class ValueListsBuilder(int documents)
{
    private readonly int[] _starts = new int[documents + 1];
    private readonly List<int> _values = [];
    private int _added;

    /// <summary>The values of the next document, each once.</summary>
    public void Add(IReadOnlyList<string> names, ValueTableBuilder table)
    {
        var start = _values.Count;
        for (var at = 0; at < names.Count; at++)
        {
            if (string.IsNullOrWhiteSpace(names[at]) || SeenBefore(names, at))
            {
                continue;
            }

            _values.Add(table.Add(names[at]));
        }

        _values.Sort(start, _values.Count - start, null);
        _starts[++_added] = _values.Count;
    }

    public ValueLists Build() => new(_starts, [.. _values]);

    private static bool SeenBefore(IReadOnlyList<string> names, int at)
    {
        for (var before = 0; before < at; before++)
        {
            if (names[before].AsSpan().Trim().Equals(names[at].AsSpan().Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
