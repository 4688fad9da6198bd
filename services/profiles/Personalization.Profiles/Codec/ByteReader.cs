using System.Buffers.Binary;
using System.Text;

namespace Personalization.Profiles.Codec;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Bytes that end early are a <see cref="FormatException"/>.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("A number is longer than 64 bits.");
    }

    public int Count() => checked((int)Unsigned());

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public double Sum() => Signed() / ByteWriter.SumDigits;

    public double Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public ulong Hash() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public uint ShortHash() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public byte[] Bytes() => Take(Count()).ToArray();

    public string Text() => Encoding.UTF8.GetString(Take(Count()));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new FormatException("The bytes of a state end early.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
