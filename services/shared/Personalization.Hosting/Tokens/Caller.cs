using Personalization.Abstractions.Identity;

namespace Personalization.Hosting.Tokens;

/// <summary>Who calls, as a valid token says. A shopper's token names the shopper; any other is a server's credential.</summary>
public sealed record Caller
{
    /// <summary>Whoever calls while the door is open: asked nothing, and let do everything.</summary>
    public static Caller Anybody { get; } = new() { Subject = "", Store = StoreId.Main, Scopes = new HashSet<string>() };

    /// <summary>The claim `sub`.</summary>
    public required string Subject { get; init; }

    /// <summary>The claim `store_id`: the one store that it may touch.</summary>
    public required StoreId Store { get; init; }

    public required IReadOnlySet<string> Scopes { get; init; }

    /// <summary>From when on it is not taken any more, the skew of clocks included; null: never. For what outlives the request that brought it.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Of a shopper's token: the claim `user_id` or `anonymous_id`; null of a server's.</summary>
    public (ShopperKind Kind, string Id)? Shopper { get; init; }
}
