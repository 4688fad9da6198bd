using System.Buffers;
using System.Text;

namespace Personalization.Decisions.Contracts.Packing;

/// <summary>
/// The context and the slots of one call as bytes: how the storefront sends them to decisions, and how the log keeps them. A page's call of 65 KB is some 12 KB,
/// and nobody on its way reads or writes a number as text. The form is data of the log: it only grows, by its first byte.
/// <code>
/// form (1), names [length text], shapes [count name], context, slots [name, items [id, features]]
/// features: 0 none; else shape + 1, bytes of values, values (PackedNumber)
/// </code>
/// All counts and lengths are of variable length.
/// </summary>
public static class PackedCall
{
    private const byte Form = 1;

    /// <summary>Appends context and slots.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="context">Features of the page; null: none.</param>
    /// <param name="slots">Each with the items it may show.</param>
    public static void Write(IBufferWriter<byte> target, IReadOnlyList<NamedValue>? context, IReadOnlyList<DecideSlot> slots)
    {
        var (packedContext, packedItems, block) = Pack(context, slots);
        Write(target, [Form]);
        WriteCount(target, block.Names.Count);
        foreach (var name in block.Names)
        {
            WriteBytes(target, name);
        }

        WriteCount(target, block.Shapes.Count);
        foreach (var shape in block.Shapes)
        {
            WriteCount(target, shape.Length);
            foreach (var name in shape)
            {
                WriteCount(target, name);
            }
        }

        WriteFeatures(target, packedContext);
        WriteCount(target, slots.Count);
        for (var slot = 0; slot < slots.Count; slot++)
        {
            WriteText(target, slots[slot].Name);
            var items = slots[slot].Items;
            WriteCount(target, items.Count);
            for (var item = 0; item < items.Count; item++)
            {
                WriteText(target, items[item].Id);
                WriteFeatures(target, packedItems is null ? (PackedFeatures?)items[item].Features : packedItems[slot][item]);
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, without copying: features stay slices of it.</summary>
    /// <param name="source">Must stay as it is while the features are used.</param>
    /// <param name="length">Bytes read.</param>
    /// <exception cref="FormatException">It is something else, or cut off.</exception>
    public static (IReadOnlyList<NamedValue>? Context, IReadOnlyList<DecideSlot> Slots) Read(ReadOnlyMemory<byte> source, out int length)
    {
        var left = source.Span;
        if (left.Length == 0 || left[0] != Form)
        {
            throw new FormatException("The packed call has a form that is not known here.");
        }

        left = left[1..];
        var names = new byte[VariableLength.ReadCount(ref left)][];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = ReadBytes(ref left).ToArray();
        }

        var shapes = new int[VariableLength.ReadCount(ref left)][];
        for (var i = 0; i < shapes.Length; i++)
        {
            var shape = shapes[i] = new int[VariableLength.ReadCount(ref left)];
            for (var k = 0; k < shape.Length; k++)
            {
                var name = VariableLength.Read(ref left);
                shape[k] = name < (ulong)names.Length ? (int)name : throw new FormatException("A packed shape has a name that is not there.");
            }
        }

        var block = new FeatureBlock();
        block.Seal(names, shapes, source);
        var context = ReadFeatures(block, source.Length, ref left);
        var slots = new DecideSlot[VariableLength.ReadCount(ref left)];
        for (var i = 0; i < slots.Length; i++)
        {
            var name = Encoding.UTF8.GetString(ReadBytes(ref left));
            var items = new DecideItem[VariableLength.ReadCount(ref left)];
            for (var k = 0; k < items.Length; k++)
            {
                var id = Encoding.UTF8.GetString(ReadBytes(ref left));
                items[k] = new DecideItem { Id = id, Features = ReadFeatures(block, source.Length, ref left) };
            }

            slots[i] = new DecideSlot { Name = name, Items = items };
        }

        length = source.Length - left.Length;
        return (context, slots);
    }

    /// <summary>All as features of one block: as they are where they are that already, as those of one call mostly are; else packed anew.</summary>
    private static (PackedFeatures? Context, PackedFeatures?[][]? Items, FeatureBlock Block) Pack(
        IReadOnlyList<NamedValue>? context, IReadOnlyList<DecideSlot> slots)
    {
        if (OneBlock(context, slots) is { } block)
        {
            return ((PackedFeatures?)context, null, block);
        }

        var builder = new FeatureBlockBuilder();
        var packedContext = builder.Pack(context);
        PackedFeatures?[][] items = [.. slots.Select(slot => slot.Items.Select(item => builder.Pack(item.Features)).ToArray())];
        return (packedContext, items, builder.Finish());
    }

    private static FeatureBlock? OneBlock(IReadOnlyList<NamedValue>? context, IReadOnlyList<DecideSlot> slots)
    {
        FeatureBlock? block = null;
        if (!Fits(context))
        {
            return null;
        }

        foreach (var slot in slots)
        {
            for (var i = 0; i < slot.Items.Count; i++)
            {
                if (!Fits(slot.Items[i].Features))
                {
                    return null;
                }
            }
        }

        return block;

        bool Fits(IReadOnlyList<NamedValue>? features)
        {
            if (features is null)
            {
                return true;
            }

            if (features is not PackedFeatures packed)
            {
                return false;
            }

            block ??= packed.Block;
            return ReferenceEquals(block, packed.Block);
        }
    }

    private static PackedFeatures? ReadFeatures(FeatureBlock block, int total, ref ReadOnlySpan<byte> left)
    {
        var shape = VariableLength.Read(ref left);
        if (shape == 0)
        {
            return null;
        }

        if (shape > (ulong)block.Shapes.Count)
        {
            throw new FormatException("Packed features have a shape that is not there.");
        }

        var length = VariableLength.ReadCount(ref left);
        var start = total - left.Length;
        left = left[length..];
        return new PackedFeatures(block, (int)shape - 1, start, length);
    }

    private static void WriteFeatures(IBufferWriter<byte> target, PackedFeatures? features)
    {
        if (features is null)
        {
            WriteCount(target, 0);
            return;
        }

        WriteCount(target, features.Shape + 1);
        WriteBytes(target, features.Values);
    }

    private static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> left)
    {
        var length = VariableLength.ReadCount(ref left);
        var bytes = left[..length];
        left = left[length..];
        return bytes;
    }

    private static void WriteText(IBufferWriter<byte> target, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteCount(target, length);
        Encoding.UTF8.GetBytes(text, target.GetSpan(length));
        target.Advance(length);
    }

    private static void WriteBytes(IBufferWriter<byte> target, ReadOnlySpan<byte> bytes)
    {
        WriteCount(target, bytes.Length);
        Write(target, bytes);
    }

    private static void WriteCount(IBufferWriter<byte> target, int count) => target.Advance(VariableLength.Write(target.GetSpan(PackedNumber.MostBytes), (ulong)count));

    private static void Write(IBufferWriter<byte> target, ReadOnlySpan<byte> bytes) => target.Write(bytes);
}
