namespace Personalization.Search.Index;

/// <summary>The documents that have each value, the most popular first, in one array.</summary>
internal sealed class ValueDocuments
{
    private readonly int[] _starts;
    private readonly int[] _documents;

    /// <param name="lists">Values of each document.</param>
    /// <param name="values">Number of values.</param>
    /// <param name="order">All documents, the most popular first.</param>
    public ValueDocuments(ValueLists lists, int values, int[] order)
    {
        _starts = new int[values + 1];
        foreach (var document in order)
        {
            foreach (var value in lists.Of(document))
            {
                _starts[value + 1]++;
            }
        }

        for (var value = 0; value < values; value++)
        {
            _starts[value + 1] += _starts[value];
        }

        _documents = new int[_starts[values]];
        var next = _starts.AsSpan(0, values).ToArray();
        foreach (var document in order)
        {
            foreach (var value in lists.Of(document))
            {
                _documents[next[value]++] = document;
            }
        }
    }

    public ReadOnlySpan<int> Of(int value) => _documents.AsSpan(_starts[value], _starts[value + 1] - _starts[value]);
}
