using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Problems;
using Personalization.Hosting.Access;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Shoppers;

/// <summary>Keeps shoppers' tokens to their own shopper, wherever a request names one: path, query or body.</summary>
internal static class ShopperAccess
{
    /// <summary>Why the caller may not act for this shopper; null when it may.</summary>
    public static Problem? FaultOf(this HttpContext context, ShopperName shopper) =>
        context.FaultOf(shopper.Kind, shopper.Id, Field(shopper));

    /// <exception cref="ProblemException">The caller may not act for this shopper: 403.</exception>
    public static void RequireShopper(this HttpContext context, ShopperName shopper, string? field = null) =>
        context.RequireShopper(shopper.Kind, shopper.Id, field ?? Field(shopper));

    /// <summary>A list that is made for a shopper tells of that shopper, so it needs what reading a profile needs.</summary>
    /// <exception cref="ProblemException">The caller may not read this shopper: 403.</exception>
    public static void RequireReader(this HttpContext context, ShopperName? shopper)
    {
        if (shopper is { } named)
        {
            context.RequireScope(Scopes.ReadProfiles);
            context.RequireShopper(named);
        }
    }

    private static string Field(ShopperName shopper) =>
        shopper.Kind == ShopperKind.Known ? ShopperName.UserId : ShopperName.AnonymousId;
}
