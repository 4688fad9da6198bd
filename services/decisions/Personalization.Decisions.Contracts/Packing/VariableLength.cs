namespace Personalization.Decisions.Contracts.Packing;

/// <summary>Whole numbers in as many bytes as they need, seven bits each, the lowest first.</summary>
internal static class VariableLength
{
    public static int Write(Span<byte> target, ulong value)
    {
        var at = 0;
        while (value > 0x7F)
        {
            target[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[at++] = (byte)value;
        return at;
    }

    /// <exception cref="FormatException">It is longer than 64 bits, or cut off.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> source)
    {
        ulong value = 0;
        for (var at = 0; at < source.Length && at < 10; at++)
        {
            var one = source[at];
            value |= (ulong)(one & 0x7F) << (7 * at);
            if (one < 0x80)
            {
                source = source[(at + 1)..];
                return value;
            }
        }

        throw new FormatException("A packed number is cut off.");
    }

    /// <summary>A count or a length: never more than bytes are left, of which each counted thing takes at least one.</summary>
    /// <exception cref="FormatException">It is more.</exception>
    public static int ReadCount(ref ReadOnlySpan<byte> source)
    {
        var value = Read(ref source);
        return value <= (ulong)source.Length ? (int)value : throw new FormatException("A packed list is cut off.");
    }
}
