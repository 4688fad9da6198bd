namespace Personalization.Decisions.Contracts.Packing;

/// <summary>What the packed features of one call share: names, shapes, and the bytes that their values are slices of.</summary>
public sealed class FeatureBlock
{
    private ReadOnlyMemory<byte> _values;
    private string?[] _texts = [];

    internal FeatureBlock()
    {
    }

    /// <summary>Each once, in UTF-8.</summary>
    public IReadOnlyList<byte[]> Names { get; private set; } = [];

    /// <summary>By number: indices of names, in the order of the values.</summary>
    public IReadOnlyList<int[]> Shapes { get; private set; } = [];

    internal ReadOnlySpan<byte> Values => _values.Span;

    /// <summary>The text of a name, made once.</summary>
    public string Text(int name) => _texts[name] ??= FeatureNames.Of(Names[name]);

    internal string NameOf(int shape, int index) => Text(Shapes[shape][index]);

    internal void Seal(IReadOnlyList<byte[]> names, IReadOnlyList<int[]> shapes, ReadOnlyMemory<byte> values) => (Names, Shapes, _values, _texts) = (names, shapes, values, new string?[names.Count]);
}
