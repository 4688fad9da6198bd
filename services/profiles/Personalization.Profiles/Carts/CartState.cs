using System.Collections.Immutable;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Carts;

/// <summary>The cart as held.</summary>
public sealed record CartState
{
    public static CartState Empty { get; } = new();

    public ImmutableArray<CartItem> Items { get; init; } = [];

    /// <summary>Everything in it was bought.</summary>
    public bool Ordered { get; init; }

    /// <summary>Unix milliseconds; 0 never.</summary>
    public long ChangedAt { get; init; }

    /// <summary>Grows with each change; the cart's ETag.</summary>
    public long Version { get; init; }
}
