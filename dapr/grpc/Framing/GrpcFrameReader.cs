using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Personalization.Grpc.Framing;

/// <summary>Takes messages off a stream of frames. One reader at a time.</summary>
/// <param name="pipe">The body of a request or an answer.</param>
/// <param name="maxMessageBytes">A longer message ends the stream before it is read.</param>
internal sealed class GrpcFrameReader(PipeReader pipe, int maxMessageBytes)
{
    /// <returns>The next message; null at the end of the stream.</returns>
    /// <exception cref="GrpcException">
    /// RESOURCE_EXHAUSTED: too long. UNIMPLEMENTED: compressed. INTERNAL: the stream ends inside a frame, or the bytes are no such message.
    /// </exception>
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (TryTake(buffer, out var length, out var refusal))
            {
                var payload = buffer.Slice(GrpcNames.PrefixLength, length);
                try
                {
                    return parser.ParseFrom(payload);
                }
                catch (InvalidProtocolBufferException e)
                {
                    throw new GrpcException(GrpcStatusCode.Internal, $"the message cannot be read: {e.Message}", e);
                }
                finally
                {
                    pipe.AdvanceTo(payload.End);
                }
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (refusal is not null)
            {
                throw refusal;
            }

            if (read.IsCompleted)
            {
                return buffer.IsEmpty
                    ? null
                    : throw new GrpcException(GrpcStatusCode.Internal, "the stream ended inside a message");
            }
        }
    }

    private bool TryTake(ReadOnlySequence<byte> buffer, out int length, out GrpcException? refusal)
    {
        length = 0;
        refusal = null;
        if (buffer.Length < GrpcNames.PrefixLength)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[GrpcNames.PrefixLength];
        buffer.Slice(0, GrpcNames.PrefixLength).CopyTo(prefix);
        var announced = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (prefix[0] != 0)
        {
            refusal = prefix[0] == 1
                ? new GrpcException(GrpcStatusCode.Unimplemented, $"compressed messages are not taken; send {GrpcNames.Encoding}: {GrpcNames.Identity}")
                : new GrpcException(GrpcStatusCode.Internal, $"a frame begins with {prefix[0]}, which is neither 0 nor 1");
            return false;
        }

        if (announced > maxMessageBytes)
        {
            refusal = new GrpcException(GrpcStatusCode.ResourceExhausted, $"received message larger than max ({announced} vs. {maxMessageBytes})");
            return false;
        }

        length = (int)announced;
        return buffer.Length >= GrpcNames.PrefixLength + announced;
    }
}
