using System.Buffers;
using System.Text.Json;

namespace Personalization.Decisions.Contracts.Packing;

/// <summary>A <see cref="DecideRequest"/> on its way: everything but context and slots as JSON behind its length, then those as a <see cref="PackedCall"/>.</summary>
public static class PackedRequest
{
    public const string MediaType = "application/octet-stream";

    public static ReadOnlyMemory<byte> Write(DecideRequest request)
    {
        var target = new ArrayBufferWriter<byte>(16 * 1024);
        var head = JsonSerializer.SerializeToUtf8Bytes(request with { Context = null, Slots = [] }, DecisionsJson.Default.DecideRequest);
        target.Advance(VariableLength.Write(target.GetSpan(PackedNumber.MostBytes), (ulong)head.Length));
        target.Write(head);
        PackedCall.Write(target, request.Context, request.Slots);
        return target.WrittenMemory;
    }

    /// <param name="source">Must stay as it is while the request is used.</param>
    /// <exception cref="FormatException">It is no such request.</exception>
    public static DecideRequest Read(ReadOnlyMemory<byte> source)
    {
        var left = source.Span;
        var length = VariableLength.ReadCount(ref left);
        try
        {
            var head = JsonSerializer.Deserialize(left[..length], DecisionsJson.Default.DecideRequest) ?? throw new FormatException("The head of the packed request is null.");
            var (context, slots) = PackedCall.Read(source[(source.Length - left.Length + length)..], out _);
            return head with { Context = context, Slots = slots };
        }
        catch (Exception fault) when (fault is JsonException or ArgumentOutOfRangeException)
        {
            throw new FormatException("The packed request is not right.", fault);
        }
    }
}
