using System.Collections.Immutable;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;
using Personalization.Profiles.Views;

namespace Personalization.Profiles.Codec;

/// <summary>The key `traces`. Times are kept as the distance to the one before.</summary>
internal static class TraceCodec
{
    public static byte[] Encode(ShopperState state)
    {
        var writer = new ByteWriter();
        writer.Unsigned(KeyFormat.Second);
        writer.Count(state.Dwells.Count);
        foreach (var (product, views) in state.Dwells)
        {
            writer.Text(product);
            writer.Count(views.Length);
            var previous = 0L;
            foreach (var view in views)
            {
                previous = Write(writer, view.Span, previous);
                writer.Count(view.Marks.Length);
                foreach (var mark in view.Marks)
                {
                    writer.Signed(mark.At - previous);
                    writer.Single(mark.Seconds);
                }
            }
        }

        writer.Count(state.Candidates.Count);
        foreach (var (product, watch) in state.Candidates)
        {
            writer.Text(product);
            writer.Count(watch.Views.Length);
            var previous = 0L;
            foreach (var view in watch.Views)
            {
                previous = Write(writer, view, previous);
            }

            // Nothing, as the views say, or a time relative to the last view.
            writer.Count(watch.TaughtAt switch { null => 0, ProductWatch.AsViewsSay => 1, _ => 2 });
            if (watch.TaughtAt is { } taught and not ProductWatch.AsViewsSay)
            {
                writer.Signed(taught - previous);
            }

            writer.Count(watch.Names is null ? 0 : watch.Names.Hashes.Length + 1);
            if (watch.Names is { } names)
            {
                writer.Count(names.Attributed ? 1 : 0);
                foreach (var hash in names.Hashes)
                {
                    writer.ShortHash(hash);
                }
            }
        }

        return writer.ToArray();
    }

    public static ShopperState Decode(ShopperState state, byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var isFormer = KeyFormat.IsFirst(ref reader, out var count);
        var dwells = ImmutableDictionary.CreateBuilder<string, ImmutableArray<DwellView>>();
        for (; count > 0; count--)
        {
            var product = reader.Text();
            dwells[product] = isFormer ? FormerDwells(ref reader) : Dwells(ref reader);
        }

        var candidates = ImmutableDictionary.CreateBuilder<string, ProductWatch>();
        for (count = reader.Count(); count > 0; count--)
        {
            var product = reader.Text();
            candidates[product] = isFormer ? FormerWatch(ref reader) : Watch(ref reader);
        }

        return state with { Dwells = dwells.ToImmutable(), Candidates = candidates.ToImmutable() };
    }

    private static long Write(ByteWriter writer, ViewSpan span, long previous)
    {
        writer.ShortHash(span.Session);
        writer.Signed(span.From - previous);
        writer.Signed(span.To - span.From);
        return span.From;
    }

    private static ViewSpan Span(ref ByteReader reader, long previous)
    {
        var session = reader.ShortHash();
        var from = previous + reader.Signed();
        return new ViewSpan(session, from, from + reader.Signed());
    }

    private static ImmutableArray<DwellView> Dwells(ref ByteReader reader)
    {
        var views = ImmutableArray.CreateBuilder<DwellView>();
        var previous = 0L;
        for (var left = reader.Count(); left > 0; left--)
        {
            var span = Span(ref reader, previous);
            previous = span.From;
            var marks = ImmutableArray.CreateBuilder<DwellMark>();
            for (var count = reader.Count(); count > 0; count--)
            {
                marks.Add(new DwellMark(previous + reader.Signed(), (float)reader.Single()));
            }

            views.Add(new DwellView(span, marks.ToImmutable()));
        }

        return views.ToImmutable();
    }

    private static ProductWatch Watch(ref ByteReader reader)
    {
        var views = ImmutableArray.CreateBuilder<ViewSpan>();
        var previous = 0L;
        for (var left = reader.Count(); left > 0; left--)
        {
            views.Add(Span(ref reader, previous));
            previous = views[^1].From;
        }

        long? taught = reader.Count() switch { 0 => null, 1 => ProductWatch.AsViewsSay, _ => previous + reader.Signed() };
        var names = reader.Count();
        if (names == 0)
        {
            return new ProductWatch(views.ToImmutable(), taught, null);
        }

        var attributed = reader.Count() == 1;
        var hashes = ImmutableArray.CreateBuilder<uint>();
        for (var left = names - 1; left > 0; left--)
        {
            hashes.Add(reader.ShortHash());
        }

        return new ProductWatch(views.ToImmutable(), taught, new NameSet(hashes.ToImmutable(), attributed));
    }

    /// <summary>Single reports, grouped into views by each reading: one view a session, the others by the gap that was the default.</summary>
    private static ImmutableArray<DwellView> FormerDwells(ref ByteReader reader)
    {
        ImmutableArray<DwellView> views = [];
        for (var left = reader.Count(); left > 0; left--)
        {
            var span = ViewSpan.At(reader.ShortHash(), reader.Signed());
            views = DwellSignal.Add(views, new DwellView(span, [new DwellMark(span.From, (float)reader.Single())]), LearningRules.Default);
        }

        return views;
    }

    /// <summary>The first times of views alone; whether the signal stands followed from them.</summary>
    private static ProductWatch FormerWatch(ref ByteReader reader)
    {
        var views = ImmutableArray.CreateBuilder<ViewSpan>();
        for (var left = reader.Count(); left > 0; left--)
        {
            views.Add(ViewSpan.At(reader.ShortHash(), reader.Signed()));
        }

        return new ProductWatch(views.ToImmutable(), ProductWatch.AsViewsSay, null);
    }
}
