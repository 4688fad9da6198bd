using System.Collections;

namespace Personalization.Decisions.Contracts.Packing;

/// <summary>
/// Features as the bytes in which they travel and are kept: their shape (which names, in which order) stands once for all items that share it, their values
/// are read when they are asked for. Walking through them costs nothing but the reading; an index is found by walking.
/// </summary>
public sealed class PackedFeatures : IReadOnlyList<NamedValue>
{
    private readonly int _start;
    private readonly int _length;

    internal PackedFeatures(FeatureBlock block, int shape, int start, int length) => (Block, Shape, _start, _length) = (block, shape, start, length);

    /// <summary>Whose names and shapes they have.</summary>
    public FeatureBlock Block { get; }

    /// <summary>Which of the block's shapes.</summary>
    public int Shape { get; }

    /// <summary>One <see cref="PackedNumber"/> for each name of the shape.</summary>
    public ReadOnlySpan<byte> Values => Block.Values.Slice(_start, _length);

    public int Count => Block.Shapes[Shape].Length;

    public NamedValue this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var values = Values;
            var value = 0.0;
            for (var i = 0; i <= index; i++)
            {
                value = PackedNumber.Read(ref values);
            }

            return new NamedValue(Block.NameOf(Shape, index), value);
        }
    }

    public IEnumerator<NamedValue> GetEnumerator() => ((IEnumerable<NamedValue>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private NamedValue[] ToArray()
    {
        var values = Values;
        var read = new NamedValue[Count];
        for (var i = 0; i < read.Length; i++)
        {
            read[i] = new NamedValue(Block.NameOf(Shape, i), PackedNumber.Read(ref values));
        }

        return read;
    }
}
