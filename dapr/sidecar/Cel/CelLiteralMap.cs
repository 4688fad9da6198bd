namespace Personalization.Sidecar.Cel;

/// <summary>A map that an expression made. Numbers that are equal are one key.</summary>
internal sealed class CelLiteralMap : ICelMap
{
    private readonly Dictionary<object, object?> _entries = [];

    public int Count => _entries.Count;

    public IEnumerable<object> Keys => _entries.Keys;

    /// <exception cref="CelEvaluationException">A key is given twice, or is no text, whole number or truth value.</exception>
    public void Add(object? key, object? value)
    {
        if (Normal(key) is not { } normal)
        {
            throw new CelEvaluationException($"a {CelValues.TypeName(key)} is no key of a map");
        }

        if (!_entries.TryAdd(normal, value))
        {
            throw new CelEvaluationException("a map has one key twice");
        }
    }

    public bool TryGet(object key, out object? value)
    {
        value = null;
        return Normal(key) is { } normal && _entries.TryGetValue(normal, out value);
    }

    private static object? Normal(object? key) => key switch
    {
        string or bool or long => key,
        ulong number => number <= long.MaxValue ? (long)number : number,
        double number when number == Math.Floor(number) && Math.Abs(number) < 1L << 53 => (long)number,
        _ => null,
    };
}
