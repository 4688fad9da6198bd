using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Personalization.Sidecar.Telemetry.Tracing;

/// <summary>Writes protobuf's wire format, as far as OTLP's spans need it.</summary>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void Number(int field, ulong value)
    {
        Raw(((ulong)field << 3) | Varint);
        Raw(value);
    }

    public void Fixed(int field, ulong value)
    {
        Raw(((ulong)field << 3) | Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(sizeof(ulong)), value);
        _buffer.Advance(sizeof(ulong));
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Raw(((ulong)field << 3) | LengthDelimited);
        Raw((ulong)value.Length);
        _buffer.Write(value);
    }

    public void Message(int field, Action<ProtoWriter> write)
    {
        var inner = new ProtoWriter();
        write(inner);
        Bytes(field, inner.Written.Span);
    }

    private void Raw(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        do
        {
            bytes[length++] = (byte)((value & 0x7F) | (value > 0x7F ? 0x80UL : 0));
            value >>= 7;
        }
        while (value != 0);

        _buffer.Write(bytes[..length]);
    }
}
