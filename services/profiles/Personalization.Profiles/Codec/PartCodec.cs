using System.Collections.Immutable;
using System.Globalization;
using Personalization.Profiles.Carts;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Idempotency;
using Personalization.Profiles.Merging;
using Personalization.Profiles.Purchases;
using Personalization.Profiles.Sessions;
using Personalization.Profiles.State;
using Personalization.Profiles.Views;

namespace Personalization.Profiles.Codec;

/// <summary>The smaller keys, each a pair of methods that mirror one another.</summary>
internal static class PartCodec
{
    public static byte[] Products(ShopperState state)
    {
        var writer = new ByteWriter();
        writer.Unsigned(KeyFormat.Second);
        writer.Count(state.Products.Count);
        foreach (var (id, sum) in state.Products)
        {
            writer.Text(id);
            writer.Sum(sum.Sum);
            writer.Signed(state.NewestAt - sum.LastAt);
        }

        writer.Signed(state.NewestAt);
        writer.Count(state.Recent.Length);
        foreach (var touch in state.Recent)
        {
            writer.Text(touch.ProductId);
            writer.Text(touch.Type);
            writer.Signed(state.NewestAt - touch.At);
        }

        return writer.ToArray();
    }

    public static ShopperState Products(ShopperState state, byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var products = ImmutableDictionary.CreateBuilder<string, ProductSum>();
        var ages = new List<(string Id, double Sum, long Age)>();
        var isFormer = KeyFormat.IsFirst(ref reader, out var count);
        for (var left = count; left > 0; left--)
        {
            ages.Add((reader.Text(), isFormer ? reader.Single() : reader.Sum(), reader.Signed()));
        }

        var newest = reader.Signed();
        foreach (var (id, sum, age) in ages)
        {
            products[id] = new ProductSum(sum, newest - age);
        }

        var recent = ImmutableArray.CreateBuilder<RecentTouch>();
        for (var left = reader.Count(); left > 0; left--)
        {
            recent.Add(new RecentTouch(reader.Text(), reader.Text(), newest - reader.Signed()));
        }

        return state with { Products = products.ToImmutable(), Recent = recent.ToImmutable() };
    }

    public static byte[] Orders(OrderHistory orders)
    {
        var writer = new ByteWriter();
        var currencies = orders.ByProduct.Values.SelectMany(lines => lines).Select(line => line.Currency).Distinct(StringComparer.Ordinal).ToList();
        writer.Count(currencies.Count);
        currencies.ForEach(writer.Text);
        writer.Count(orders.ByProduct.Count);
        foreach (var (product, lines) in orders.ByProduct)
        {
            writer.Text(product);
            writer.Count(lines.Length);
            var previous = 0L;
            foreach (var line in lines)
            {
                writer.Signed(line.At - previous);
                previous = line.At;
                writer.Hash(line.LineHash);

                // Most quantities are 1 and most lines are no subscription: one byte says both, and whether a price follows.
                var plain = line.Quantity == 1;
                writer.Unsigned((ulong)((plain ? 1 : 0) | (line.Subscription ? 2 : 0) | (line.UnitPrice != 0 ? 4 : 0) | (currencies.IndexOf(line.Currency) << 3)));
                if (!plain)
                {
                    writer.Single(line.Quantity);
                }

                if (line.UnitPrice != 0)
                {
                    writer.Single(line.UnitPrice);
                }
            }
        }

        return writer.ToArray();
    }

    public static OrderHistory Orders(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var currencies = new string[reader.Count()];
        for (var i = 0; i < currencies.Length; i++)
        {
            currencies[i] = reader.Text();
        }

        var products = new List<KeyValuePair<string, ImmutableArray<PurchaseLine>>>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var product = reader.Text();
            var lines = ImmutableArray.CreateBuilder<PurchaseLine>();
            var at = 0L;
            for (var count = reader.Count(); count > 0; count--)
            {
                at += reader.Signed();
                var hash = reader.Hash();
                var tag = reader.Count();
                var quantity = (tag & 1) != 0 ? 1 : FromSingle(reader.Single());
                var price = (tag & 4) != 0 ? FromSingle(reader.Single()) : 0;
                lines.Add(new PurchaseLine(at, hash, quantity, price, currencies[tag >> 3], (tag & 2) != 0));
            }

            products.Add(KeyValuePair.Create(product, lines.ToImmutable()));
        }

        return OrderHistory.Of(products);
    }

    public static byte[] Sessions(ImmutableArray<SessionMark> sessions)
    {
        var writer = new ByteWriter();
        writer.Count(sessions.Length);
        foreach (var session in sessions)
        {
            writer.Text(session.Id);
            writer.Signed(session.StartedAt);
            writer.Signed(session.LastAt - session.StartedAt);
            writer.Count(session.Events);
        }

        return writer.ToArray();
    }

    public static ImmutableArray<SessionMark> Sessions(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var sessions = ImmutableArray.CreateBuilder<SessionMark>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var (id, startedAt) = (reader.Text(), reader.Signed());
            sessions.Add(new SessionMark(id, startedAt, startedAt + reader.Signed(), reader.Count()));
        }

        return sessions.ToImmutable();
    }

    public static byte[] Cart(CartState cart)
    {
        var writer = new ByteWriter();
        writer.Unsigned((ulong)cart.Version);
        writer.Count(cart.Ordered ? 1 : 0);
        writer.Signed(cart.ChangedAt);
        writer.Count(cart.Items.Length);
        foreach (var item in cart.Items)
        {
            writer.Text(item.ProductId);
            writer.Text(item.Quantity.ToString(CultureInfo.InvariantCulture));
            writer.Signed(item.AddedAt.ToUnixTimeMilliseconds());
        }

        return writer.ToArray();
    }

    public static CartState Cart(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var cart = new CartState { Version = (long)reader.Unsigned(), Ordered = reader.Count() == 1, ChangedAt = reader.Signed() };
        var items = ImmutableArray.CreateBuilder<CartItem>();
        for (var left = reader.Count(); left > 0; left--)
        {
            items.Add(new CartItem(reader.Text(), decimal.Parse(reader.Text(), CultureInfo.InvariantCulture), DateTimeOffset.FromUnixTimeMilliseconds(reader.Signed())));
        }

        return cart with { Items = items.ToImmutable() };
    }

    public static byte[] Switches(PersonalizationSwitches switches)
    {
        var writer = new ByteWriter();
        writer.Count(switches.Enabled ? 1 : 0);
        var off = switches.Features.Where(feature => !feature.Value).Select(feature => feature.Key).Order(StringComparer.Ordinal).ToList();
        writer.Count(off.Count);
        off.ForEach(writer.Text);
        return writer.ToArray();
    }

    public static PersonalizationSwitches Switches(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var enabled = reader.Count() == 1;
        var features = FeatureNames.AllOn.ToDictionary();
        for (var left = reader.Count(); left > 0; left--)
        {
            features[reader.Text()] = false;
        }

        return new PersonalizationSwitches { Enabled = enabled, Features = features };
    }

    public static byte[] Keys(ImmutableArray<KeyUse> keys)
    {
        var writer = new ByteWriter();
        foreach (var use in keys)
        {
            writer.Hash(use.Key);
            writer.Hash(use.Body);
            writer.Hash((ulong)use.At);
        }

        return writer.ToArray();
    }

    public static ImmutableArray<KeyUse> Keys(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var keys = ImmutableArray.CreateBuilder<KeyUse>();
        for (var left = bytes.Length / (3 * sizeof(ulong)); left > 0; left--)
        {
            keys.Add(new KeyUse(reader.Hash(), reader.Hash(), (long)reader.Hash()));
        }

        return keys.ToImmutable();
    }

    public static byte[] Merges(MergeTrail merges)
    {
        var writer = new ByteWriter();
        writer.Text(merges.MovedTo ?? "");
        writer.Count(merges.Delivered ? 1 : 0);
        writer.Count(merges.Absorbed.Count);
        foreach (var (source, version) in merges.Absorbed)
        {
            writer.Text(source);
            writer.Signed(version);
        }

        writer.Count(merges.Claims.Length);
        foreach (var claim in merges.Claims)
        {
            writer.Text(claim.Source);
            writer.Text(claim.Target);
        }

        return writer.ToArray();
    }

    public static MergeTrail Merges(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var movedTo = reader.Text();
        var delivered = reader.Count() == 1;
        var absorbed = ImmutableDictionary.CreateBuilder<string, long>();
        for (var left = reader.Count(); left > 0; left--)
        {
            absorbed[reader.Text()] = reader.Signed();
        }

        // A former release ended here.
        var claims = ImmutableArray.CreateBuilder<MergeClaim>();
        for (var left = reader.IsAtEnd ? 0 : reader.Count(); left > 0; left--)
        {
            claims.Add(new MergeClaim(reader.Text(), reader.Text()));
        }

        return new MergeTrail { Claims = claims.ToImmutable(), MovedTo = movedTo.Length == 0 ? null : movedTo, Delivered = delivered, Absorbed = absorbed.ToImmutable() };
    }

    public static byte[] Seen(ulong[] chunk)
    {
        var writer = new ByteWriter();
        foreach (var hash in chunk)
        {
            writer.Hash(hash);
        }

        return writer.ToArray();
    }

    public static ulong[] Seen(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var chunk = new ulong[bytes.Length / sizeof(ulong)];
        for (var i = 0; i < chunk.Length; i++)
        {
            chunk[i] = reader.Hash();
        }

        return chunk;
    }

    /// <summary>The decimal number a float was made of: 2.45 comes back as 2.45.</summary>
    private static double FromSingle(double value) => (double)(decimal)(float)value;
}
