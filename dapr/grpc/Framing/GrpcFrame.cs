using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace Personalization.Grpc.Framing;

/// <summary>Writes one message as a frame, uncompressed.</summary>
internal static class GrpcFrame
{
    public static void Write(IBufferWriter<byte> output, IMessage message)
    {
        var size = message.CalculateSize();
        var prefix = output.GetSpan(GrpcNames.PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)size);
        output.Advance(GrpcNames.PrefixLength);
        if (size > 0)
        {
            message.WriteTo(output);
        }
    }

    public static byte[] ToArray(IMessage message)
    {
        var size = message.CalculateSize();
        var frame = new byte[GrpcNames.PrefixLength + size];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)size);
        message.WriteTo(frame.AsSpan(GrpcNames.PrefixLength));
        return frame;
    }
}
