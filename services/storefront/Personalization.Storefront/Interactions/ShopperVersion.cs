using Personalization.Abstractions.Identity;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Interactions;

/// <summary>The version of one shopper after a batch, under the id space in which the caller named it.</summary>
public sealed record ShopperVersion
{
    public string? UserId { get; init; }

    public string? AnonymousId { get; init; }

    public required string Version { get; init; }

    public static ShopperVersion Of(ShopperName shopper, string version) => new()
    {
        UserId = shopper.Kind == ShopperKind.Known ? shopper.Id : null,
        AnonymousId = shopper.Kind == ShopperKind.Anonymous ? shopper.Id : null,
        Version = version,
    };
}
