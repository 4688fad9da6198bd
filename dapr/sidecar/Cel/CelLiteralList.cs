namespace Personalization.Sidecar.Cel;

/// <summary>A list that an expression made.</summary>
internal sealed class CelLiteralList(IReadOnlyList<object?> items) : ICelList
{
    public int Count => items.Count;

    public object? this[int index] => items[index];
}
