using Microsoft.Net.Http.Headers;
using Personalization.Abstractions.Naming;
using Personalization.Hosting.Access;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Shoppers;

/// <summary>`GET` and `PUT /api/users/{id}/cart`, guarded by the cart's version as ETag.</summary>
internal static class CartEndpoints
{
    public static void MapCartEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/users/{id}/cart", GetAsync).Needs(Scopes.ReadProfiles);
        routes.MapPut("/users/{id}/cart", PutAsync).Needs(Scopes.WriteProfiles);
    }

    private static async Task<IResult> GetAsync(HttpContext context, ShopperClient shoppers)
    {
        var faults = new Faults();
        return ShopperCall.Read(context, faults) is { } call
            ? Read(context, await shoppers.GetCartAsync(call.Shopper, call.MinVersion, context.RequestAborted))
            : Answers.Refuse(faults);
    }

    private static async Task<IResult> PutAsync(HttpContext context, ShopperClient shoppers, TimeProvider time)
    {
        var faults = new Faults();
        var call = ShopperCall.Read(context, faults);
        var ifMatch = EntityTags.IfMatch(context.Request, faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var items = CartBody.Read(document.RootElement, time.GetUtcNow(), faults);
        if (call is null || items is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        var reply = await shoppers.PutCartAsync(call.Value.Shopper, new CartPut { Items = items, IfMatch = ifMatch == EntityTags.Any ? null : ifMatch }, context.RequestAborted);
        if (!reply.Conflict)
        {
            return reply.Accepted ? Answer(context, reply, reply.Durable ? StatusCodes.Status200OK : StatusCodes.Status202Accepted) : Answers.Away(AppIds.Profiles);
        }

        SetETag(context, reply.Cart);
        return Answers.Conflict(HeaderNames.IfMatch, "names another version than the cart's; read the cart, apply the change to it, and send its ETag");
    }

    /// <summary>A read changes nothing that could be durable or not: what memory alone knows is told as it is, marked as degraded.</summary>
    private static IResult Read(HttpContext context, CartReply reply) => Answer(context, reply, StatusCodes.Status200OK);

    private static IResult Answer(HttpContext context, CartReply reply, int status)
    {
        if (reply.Cart is null)
        {
            return Answers.Away(AppIds.Profiles);
        }

        SetETag(context, reply.Cart);
        return Json.Answer(reply.Cart, status);
    }

    private static void SetETag(HttpContext context, CartView? cart)
    {
        if (cart is not null)
        {
            EntityTags.Set(context, cart.Version);
        }
    }
}
