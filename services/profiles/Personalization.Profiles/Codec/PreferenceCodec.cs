using System.Collections.Immutable;
using System.Text;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Codec;

/// <summary>
/// The keys `preferences` and `interests`: the strongest names fill the first up to its limit, the rest goes into the second.
/// Sums are kept to the digit (<see cref="ByteWriter.Sum"/>): what is stored between two events does not show in what is learned from both.
/// </summary>
internal static class PreferenceCodec
{
    /// <summary>1,020 characters of base64 and its two quotes.</summary>
    public const int HeadLimit = 765;

    private const int Format = 2;

    /// <summary>Sums were 32-bit floats.</summary>
    private const int FormerFormat = 1;

    private static readonly string[] Flagged = [.. StateKeys.OfReads, .. StateKeys.OfTurns];

    public static (byte[] Head, byte[]? Tail) Encode(ShopperState state)
    {
        var names = Strongest(state);
        var entries = new ByteWriter(32 * names.Length);
        var ends = new int[names.Length];
        var room = HeadLimit - HeadStart(state, hasTail: true).Length - 4;
        var inHead = 0;
        for (var i = 0; i < names.Length; i++)
        {
            Write(entries, names[i]);
            ends[i] = entries.Length;
            if (inHead == i && entries.Length <= room)
            {
                inHead++;
            }
        }

        var head = HeadStart(state, inHead < names.Length);
        head.Count(inHead);
        head.Bytes(entries.Written[..(inHead == 0 ? 0 : ends[inHead - 1])]);
        return (head.ToArray(), inHead == names.Length ? null : Tail(names, entries, ends, inHead));
    }

    /// <summary>
    /// True when the second key of both is surely the same: same names, and as much room for them in the first. A head that only counts a
    /// turn more may take a byte more, and push its last name out.
    /// </summary>
    public static bool SplitsAlike(ShopperState before, ShopperState after) =>
        ReferenceEquals(before.Categories, after.Categories)
        && ReferenceEquals(before.Attributes, after.Attributes)
        && ReferenceEquals(before.Brands, after.Brands)
        && HeadStart(before, hasTail: true).Length == HeadStart(after, hasTail: true).Length;

    /// <summary>True when all names surely fit into the first key: told without encoding them.</summary>
    public static bool FitsHead(ShopperState state)
    {
        // The fixed part is below 100 bytes; a name costs its text, its length (2 bytes at most), at most 5 bytes of evidence and 10 of sum.
        var bytes = 100 + state.ReplayedFrom.Length;
        foreach (var names in new[] { state.Categories, state.Attributes, state.Brands })
        {
            foreach (var (name, _) in names)
            {
                bytes += Encoding.UTF8.GetByteCount(name) + 17;
            }
        }

        return bytes <= HeadLimit;
    }

    public static StateHead DecodeHead(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var format = reader.Unsigned();
        if (format is not (Format or FormerFormat))
        {
            throw new FormatException($"State of format {format} was written by a newer release.");
        }

        var version = (long)reader.Unsigned();
        var flags = reader.Unsigned();
        var present = Flagged.Where((_, i) => (flags & (1UL << i)) != 0).ToHashSet(StringComparer.Ordinal);
        DecayScale? scale = reader.Unsigned() == 1 ? new DecayScale(reader.Double(), reader.Signed()) : null;
        var state = ShopperState.Empty with
        {
            Version = version,
            Scale = scale,
            AttributedSum = format == FormerFormat ? reader.Single() : reader.Sum(),
            IsOfFormerFormat = format == FormerFormat,
            Events = reader.Count(),
            NewestAt = reader.Signed(),
            UpdatedAt = reader.Signed(),
        };
        var seenChunks = reader.Count();
        var seenCurrent = reader.Count();
        state = state with { ReplayedFrom = reader.Text(), ReplayedThrough = (long)reader.Unsigned() };
        return new StateHead(Names(state, ref reader, reader.Count(), state.IsOfFormerFormat), present, seenChunks, seenCurrent);
    }

    public static ShopperState DecodeTail(ShopperState state, byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var isFormer = KeyFormat.IsFirst(ref reader, out var count);
        return Names(state, ref reader, count, isFormer);
    }

    private static ByteWriter HeadStart(ShopperState state, bool hasTail)
    {
        var writer = new ByteWriter();
        writer.Unsigned(Format);
        writer.Unsigned((ulong)state.Version);
        var flags = 0UL;
        for (var i = 0; i < Flagged.Length; i++)
        {
            if (Flagged[i] == StateKeys.Interests ? hasTail : StateCodec.IsPresent(state, Flagged[i]))
            {
                flags |= 1UL << i;
            }
        }

        writer.Unsigned(flags);
        writer.Unsigned(state.Scale is null ? 0UL : 1UL);
        if (state.Scale is { } scale)
        {
            writer.Double(scale.HalfLifeMs);
            writer.Signed(scale.ReferenceSteps);
        }

        writer.Sum(state.AttributedSum);
        writer.Count(state.Events);
        writer.Signed(state.NewestAt);
        writer.Signed(state.UpdatedAt);
        writer.Count(state.Seen.Chunks.Length);
        writer.Count(state.Seen.Current);
        writer.Text(state.ReplayedFrom);
        writer.Unsigned((ulong)state.ReplayedThrough);
        return writer;
    }

    /// <summary>By name, not by strength: then the key changes only when one of its names does.</summary>
    private static byte[] Tail(Entry[] names, ByteWriter entries, int[] ends, int inHead)
    {
        var order = new int[names.Length - inHead];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = inHead + i;
        }

        Array.Sort(order, (left, right) =>
        {
            var byName = string.CompareOrdinal(names[left].Name, names[right].Name);
            return byName != 0 ? byName : names[left].Kind.CompareTo(names[right].Kind);
        });
        var tail = new ByteWriter(entries.Length - (inHead == 0 ? 0 : ends[inHead - 1]) + 16);
        tail.Unsigned(KeyFormat.Second);
        tail.Count(order.Length);
        foreach (var place in order)
        {
            tail.Bytes(entries.Written[(place == 0 ? 0 : ends[place - 1])..ends[place]]);
        }

        return tail.ToArray();
    }

    private static Entry[] Strongest(ShopperState state)
    {
        var names = new Entry[state.Categories.Count + state.Attributes.Count + state.Brands.Count];
        var count = 0;
        Add(FeatureKind.Category, state.Categories);
        Add(FeatureKind.Attribute, state.Attributes);
        Add(FeatureKind.Brand, state.Brands);
        Array.Sort(names, static (left, right) =>
        {
            var byStrength = Math.Abs(right.Sum).CompareTo(Math.Abs(left.Sum));
            return byStrength != 0 ? byStrength : left.Kind != right.Kind ? left.Kind.CompareTo(right.Kind) : string.CompareOrdinal(left.Name, right.Name);
        });
        return names;

        void Add(FeatureKind kind, ImmutableDictionary<string, FeatureSum> sums)
        {
            foreach (var (name, sum) in sums)
            {
                names[count++] = new Entry(kind, name, ByteWriter.Digits(sum.Sum), sum.Evidence);
            }
        }
    }

    private static void Write(ByteWriter writer, Entry entry)
    {
        writer.Unsigned(((ulong)entry.Evidence << 2) | (ulong)entry.Kind);
        writer.Text(entry.Name);
        writer.Signed(entry.Sum);
    }

    private static ShopperState Names(ShopperState state, ref ByteReader reader, int count, bool isFormer)
    {
        var builders = Enum.GetValues<FeatureKind>().Select(kind => state.Of(kind).ToBuilder()).ToArray();
        for (var left = count; left > 0; left--)
        {
            var tag = reader.Unsigned();
            var name = reader.Text();
            builders[tag & 3][name] = new FeatureSum(isFormer ? reader.Single() : reader.Sum(), (int)(tag >> 2));
        }

        return state with { Categories = builders[0].ToImmutable(), Attributes = builders[1].ToImmutable(), Brands = builders[2].ToImmutable() };
    }

    /// <param name="Kind">Of the name.</param>
    /// <param name="Name">As the shop spells it.</param>
    /// <param name="Sum">As it is stored: sums that differ in memory alone must not stand in another order once they are loaded.</param>
    /// <param name="Evidence">Distinct events behind it.</param>
    private readonly record struct Entry(FeatureKind Kind, string Name, long Sum, int Evidence);
}
