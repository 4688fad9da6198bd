using System.Collections.Immutable;
using System.Globalization;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Carts;

/// <summary>What happens to a cart: replaced by the shopper, emptied by purchases, expired by time, united on merge.</summary>
public static class CartRules
{
    public const string Active = "active";
    public const string Ordered = "ordered";
    public const string Expired = "expired";

    /// <summary>The version a cart shows, which is what `If-Match` must name.</summary>
    public static string VersionOf(CartState cart) => "c" + cart.Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number in a version that a cart showed; null for any other text.</summary>
    public static long? TryParseVersion(string? version) =>
        version is ['c', .. var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;

    public static bool Matches(CartState cart, string? ifMatch) => ifMatch is null or "*" || ifMatch == VersionOf(cart);

    public static CartState Replace(CartState cart, IEnumerable<CartItem> items, long now) => new()
    {
        Items = [.. United(items)],
        ChangedAt = now,
        Version = cart.Version + 1,
    };

    /// <summary>A bought product leaves the cart when it was in it at the time; the last one leaves the cart ordered.</summary>
    public static CartState Bought(CartState cart, string productId, long at)
    {
        var items = cart.Items.RemoveAll(item => item.ProductId == productId && item.AddedAt.ToUnixTimeMilliseconds() <= at);
        return items.Length == cart.Items.Length
            ? cart
            : cart with { Items = items, Ordered = items.IsEmpty, Version = cart.Version + 1 };
    }

    /// <summary>By product, the larger quantity, the earlier time of adding.</summary>
    public static CartState Unite(CartState target, CartState source, long now, LearningOptions options)
    {
        if (source.Items.IsEmpty || IsExpired(source, now, options))
        {
            return target;
        }

        var kept = IsExpired(target, now, options) ? [] : target.Items;
        return new CartState
        {
            Items = [.. United(kept.Concat(source.Items))],
            ChangedAt = Math.Max(target.ChangedAt, source.ChangedAt),

            // Above both: an ETag that a client holds of either cart must not fit the united one.
            Version = Math.Max(target.Version, source.Version) + 1,
        };
    }

    public static CartView View(CartState cart, long now, LearningOptions options)
    {
        var expired = IsExpired(cart, now, options);
        return new CartView
        {
            Items = expired ? [] : cart.Items,
            Status = cart.Ordered ? Ordered : expired ? Expired : Active,
            ExpiresAt = cart.Items.IsEmpty ? null : DateTimeOffset.FromUnixTimeMilliseconds(ExpiresAt(cart, options)),
            Version = VersionOf(cart),
        };
    }

    private static bool IsExpired(CartState cart, long now, LearningOptions options) => !cart.Items.IsEmpty && now >= ExpiresAt(cart, options);

    private static long ExpiresAt(CartState cart, LearningOptions options) => cart.ChangedAt + (long)(options.CartDays * 86_400_000);

    private static IEnumerable<CartItem> United(IEnumerable<CartItem> items) => items
        .Where(item => item.Quantity > 0)
        .GroupBy(item => item.ProductId, StringComparer.Ordinal)
        .Select(group => new CartItem(group.Key, group.Max(item => item.Quantity), group.Min(item => item.AddedAt)));
}
