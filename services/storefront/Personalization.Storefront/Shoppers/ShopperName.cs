using Personalization.Abstractions.Identity;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Shoppers;

/// <summary>A shopper as a caller names one: an id in one of two separate spaces.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Id">The id as the shop knows it.</param>
public readonly record struct ShopperName(ShopperKind Kind, string Id)
{
    public const string UserId = "user_id";
    public const string AnonymousId = "anonymous_id";

    public ShopperKey In(StoreId store) => new(store, Kind, Id);

    /// <summary>Reads the pair of fields of which exactly one, or with <paramref name="optional"/> at most one, may be there.</summary>
    public static ShopperName? Read(JsonFields fields, int userField, int anonymousField, bool optional = false)
    {
        var user = fields.Id(userField);
        var anonymous = fields.Id(anonymousField);
        if (fields.Has(userField) && fields.Has(anonymousField))
        {
            fields.Fault(anonymousField, "stands beside the other id; send exactly one of the two");
            return null;
        }

        if (!optional && !fields.Has(userField) && !fields.Has(anonymousField))
        {
            fields.Fault(userField, "is missing, and so is the anonymous id; send exactly one of the two");
            return null;
        }

        return Of(user, anonymous);
    }

    /// <summary>The name that either id makes; null without any.</summary>
    public static ShopperName? Of(string? user, string? anonymous) =>
        user is not null ? new ShopperName(ShopperKind.Known, user)
        : anonymous is not null ? new ShopperName(ShopperKind.Anonymous, anonymous)
        : null;
}
