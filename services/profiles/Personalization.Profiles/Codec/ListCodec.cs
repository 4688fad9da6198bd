using System.Collections.Immutable;
using Personalization.Profiles.Lists;

namespace Personalization.Profiles.Codec;

/// <summary>The key `lists`.</summary>
internal static class ListCodec
{
    public static byte[] Encode(ImmutableDictionary<ulong, ListMemory> lists)
    {
        var writer = new ByteWriter();
        writer.Count(lists.Count);
        foreach (var (id, list) in lists)
        {
            writer.Hash(id);
            writer.Signed(list.LastAt);
            writer.Count(list.Scrolls.Length);
            foreach (var scroll in list.Scrolls)
            {
                writer.Hash(scroll.EventHash);
                writer.Signed(scroll.At);
                writer.Double(scroll.Weight);
                writer.Count(scroll.Names.Count);
                foreach (var (name, products) in scroll.Names)
                {
                    writer.ShortHash(name);
                    writer.Count(products);
                }
            }

            writer.Count(list.Products.Count);
            foreach (var (product, owner) in list.Products)
            {
                writer.ShortHash(product);
                writer.Signed(owner);
            }
        }

        return writer.ToArray();
    }

    public static ImmutableDictionary<ulong, ListMemory> Decode(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var lists = ImmutableDictionary.CreateBuilder<ulong, ListMemory>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var id = reader.Hash();
            var lastAt = reader.Signed();
            var scrolls = ImmutableArray.CreateBuilder<ScrollMark>();
            for (var count = reader.Count(); count > 0; count--)
            {
                var (hash, at, weight) = (reader.Hash(), reader.Signed(), reader.Double());
                var names = ImmutableDictionary.CreateBuilder<uint, int>();
                for (var n = reader.Count(); n > 0; n--)
                {
                    names[reader.ShortHash()] = reader.Count();
                }

                scrolls.Add(new ScrollMark(hash, at, weight, names.ToImmutable()));
            }

            var products = ImmutableDictionary.CreateBuilder<uint, int>();
            for (var count = reader.Count(); count > 0; count--)
            {
                products[reader.ShortHash()] = (int)reader.Signed();
            }

            lists[id] = new ListMemory { LastAt = lastAt, Scrolls = scrolls.ToImmutable(), Products = products.ToImmutable() };
        }

        return lists.ToImmutable();
    }
}
