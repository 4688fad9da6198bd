using System.Buffers;
using System.Buffers.Binary;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Contracts.Packing;

namespace Personalization.Decisions.Learning;

/// <summary>
/// Context and slots of a logged call as bytes: a <see cref="PackedCall"/> of what was offered, then for each slot the index of what was chosen and the probabilities, in runs
/// of equal ones: most explorations know two.
/// </summary>
internal static class PackedSlots
{
    private const int Usual = 16 * 1024;
    private const int RunBytes = sizeof(ushort) + sizeof(double);

    public static byte[] Write(IReadOnlyList<NamedValue>? context, IReadOnlyList<LoggedSlot> slots)
    {
        var target = new ArrayBufferWriter<byte>(Usual);
        PackedCall.Write(target, context, [.. slots.Select(slot => new DecideSlot { Name = slot.Slot, Items = slot.Items })]);
        foreach (var slot in slots)
        {
            WriteShort(target, slot.Chosen);
            for (var i = 0; i < slot.Probabilities.Count;)
            {
                var (probability, from) = (slot.Probabilities[i], i);
                while (i < slot.Probabilities.Count && i - from < ushort.MaxValue && slot.Probabilities[i].Equals(probability))
                {
                    i++;
                }

                WriteShort(target, i - from);
                BinaryPrimitives.WriteDoubleLittleEndian(target.GetSpan(sizeof(double)), probability);
                target.Advance(sizeof(double));
            }
        }

        return target.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">It is cut off, or something else.</exception>
    public static (IReadOnlyList<NamedValue>? Context, IReadOnlyList<LoggedSlot> Slots) Read(byte[] packed)
    {
        var (context, offered) = PackedCall.Read(packed, out var length);
        var left = packed.AsSpan(length);
        var slots = new LoggedSlot[offered.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            var chosen = BinaryPrimitives.ReadUInt16LittleEndian(left);
            left = left[sizeof(ushort)..];
            var probabilities = new double[offered[i].Items.Count];
            for (var at = 0; at < probabilities.Length;)
            {
                var run = BinaryPrimitives.ReadUInt16LittleEndian(left);
                if (run == 0 || run > probabilities.Length - at)
                {
                    throw new FormatException("A logged slot has other probabilities than items.");
                }

                probabilities.AsSpan(at, run).Fill(BinaryPrimitives.ReadDoubleLittleEndian(left[sizeof(ushort)..]));
                left = left[RunBytes..];
                at += run;
            }

            slots[i] = new LoggedSlot(offered[i].Name, offered[i].Items, probabilities, chosen);
        }

        return (context, slots);
    }

    private static void WriteShort(ArrayBufferWriter<byte> target, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target.GetSpan(sizeof(ushort)), checked((ushort)value));
        target.Advance(sizeof(ushort));
    }
}
