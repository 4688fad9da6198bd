using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Personalization.Profiles.Codec;

/// <summary>Compact little-endian bytes: small numbers are short.</summary>
internal sealed class ByteWriter(int capacity = 256)
{
    public const double SumDigits = 1 << 30;

    private const double LargestSum = 1L << 62;

    private readonly ArrayBufferWriter<byte> _buffer = new(Math.Max(64, capacity));

    public int Length => _buffer.WrittenCount;

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Unsigned(ulong value)
    {
        var span = _buffer.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _buffer.Advance(length);
    }

    public void Count(int value) => Unsigned((ulong)value);

    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>A decayed sum: a multiple of 2^-30, so that sums of signals of the last four half-lives come back as they were; 5 bytes below 16.</summary>
    public void Sum(double value) => Signed(Digits(value));

    /// <summary>A sum as it is written.</summary>
    public static long Digits(double sum) => (long)Math.Clamp(Math.Round(sum * SumDigits), -LargestSum, LargestSum);

    public void Single(double value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(4), (float)value);
        _buffer.Advance(4);
    }

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void Hash(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void ShortHash(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(Math.Max(1, length)));
        _buffer.Advance(length);
    }

    public void Bytes(ReadOnlySpan<byte> value) => _buffer.Write(value);
}
