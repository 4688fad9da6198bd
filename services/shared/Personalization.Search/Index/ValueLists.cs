namespace Personalization.Search.Index;

/// <summary>A list of value numbers for each document, in one array.</summary>
internal sealed class ValueLists(int[] starts, int[] values)
{
    public ReadOnlySpan<int> Of(int document) => values.AsSpan(starts[document], starts[document + 1] - starts[document]);
}
