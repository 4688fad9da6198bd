using System.Buffers.Binary;

namespace Personalization.Decisions.Contracts.Packing;

/// <summary>
/// Numbers as callers write them, in two or three bytes: `0.123` is 123 with three decimals. What has more decimals, an exponent, or was computed stands as the
/// eight bytes it is. Either way the same double is read that the text means, to the last bit: whole numbers below 2^53 and powers of ten up to 10^6 are exact, and
/// their quotient is rounded once, as reading the text would.
/// </summary>
public static class PackedNumber
{
    /// <summary>Bytes of the longest one.</summary>
    public const int MostBytes = 10;

    /// <summary>Decimals that stand beside the digits.</summary>
    public const int MostDecimals = 6;

    /// <summary>Above it not every whole number is a double.</summary>
    public const long LargestWhole = 1L << 53;

    private const int Bits = 3;
    private const ulong Mask = (1 << Bits) - 1;
    private const ulong Raw = Mask;

    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

    /// <summary>Writes whole / 10^decimals.</summary>
    /// <param name="target">At least <see cref="MostBytes"/>.</param>
    /// <param name="whole">Not beyond <see cref="LargestWhole"/>; a negative zero is no whole number.</param>
    /// <param name="decimals">0 to <see cref="MostDecimals"/>.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, long whole, int decimals) =>
        VariableLength.Write(target, ((ulong)((whole << 1) ^ (whole >> 63)) << Bits) | (uint)decimals);

    /// <summary>Writes any double.</summary>
    public static int Write(Span<byte> target, double value)
    {
        if (Math.Abs(value) < LargestWhole && (long)value is var whole && whole == value && BitConverter.DoubleToUInt64Bits(value) != BitConverter.DoubleToUInt64Bits(-0.0))
        {
            return Write(target, whole, 0);
        }

        target[0] = (byte)Raw;
        BinaryPrimitives.WriteDoubleLittleEndian(target[1..], value);
        return 1 + sizeof(double);
    }

    /// <summary>Reads one and moves behind it.</summary>
    public static double Read(ref ReadOnlySpan<byte> source)
    {
        var bits = VariableLength.Read(ref source);
        if ((bits & Mask) == Raw)
        {
            var value = BinaryPrimitives.ReadDoubleLittleEndian(source);
            source = source[sizeof(double)..];
            return value;
        }

        var zigzag = bits >> Bits;
        var whole = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        return whole / Powers[(int)(bits & Mask)];
    }
}
