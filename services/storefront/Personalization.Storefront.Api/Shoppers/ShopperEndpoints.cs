using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Naming;
using Personalization.Hosting.Access;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Shoppers;

/// <summary>Preferences, context and everything held about one shopper.</summary>
internal static class ShopperEndpoints
{
    public static void MapShopperEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/users/{id}/preferences/live", (HttpContext context, ShopperClient shoppers, ProfilesPart profiles) =>
            PreferencesAsync(context, shoppers, profiles, ShopperCall.Read)).Needs(Scopes.ReadProfiles);
        routes.MapGet("/preferences/live", (HttpContext context, ShopperClient shoppers, ProfilesPart profiles) =>
            PreferencesAsync(context, shoppers, profiles, ShopperCall.ReadQuery)).Needs(Scopes.ReadProfiles);
        routes.MapGet("/users/{id}/context", ContextAsync).Needs(Scopes.ReadProfiles);
        routes.MapGet("/users/{id}/tracked", TrackedAsync).Needs(Scopes.ReadProfiles);
        routes.MapPost("/users/{id}/merge", MergeAsync).Needs(Scopes.MergeProfiles);
    }

    private static async Task<IResult> PreferencesAsync(
        HttpContext context, ShopperClient shoppers, ProfilesPart profiles, Func<HttpContext, Faults, ShopperCall?> read)
    {
        var faults = new Faults();
        if (read(context, faults) is not { } call)
        {
            return Answers.Refuse(faults);
        }

        LivePreferences preferences;
        try
        {
            preferences = (await profiles.Part.RequireAsync(
                AppIds.Profiles, token => shoppers.GetPreferencesAsync(call.Shopper, call.MinVersion, token), context.RequestAborted)).Preferences ?? new LivePreferences();
        }
        catch (PartAwayException)
        {
            preferences = new LivePreferences { Degraded = true, Reason = Reasons.ProfilesUnavailable };
        }

        return Json.Answer(preferences);
    }

    private static async Task<IResult> ContextAsync(HttpContext context, ShopperClient shoppers, ProfilesPart profiles)
    {
        var faults = new Faults();
        if (ShopperCall.Read(context, faults) is not { } call)
        {
            return Answers.Refuse(faults);
        }

        ShopperContext held;
        try
        {
            held = await profiles.Part.RequireAsync(
                AppIds.Profiles, token => shoppers.GetContextAsync(call.Shopper, call.MinVersion, token), context.RequestAborted);
        }
        catch (PartAwayException)
        {
            held = new ShopperContext { Degraded = true, Reason = Reasons.ProfilesUnavailable };
        }

        return Json.Answer(held);
    }

    private static async Task<IResult> TrackedAsync(HttpContext context, ShopperClient shoppers)
    {
        var faults = new Faults();
        if (ShopperCall.Read(context, faults) is not { } call)
        {
            return Answers.Refuse(faults);
        }

        var reply = await shoppers.GetTrackedAsync(call.Shopper, call.MinVersion, context.RequestAborted);
        return Json.Answer(new TrackedAnswer(reply.Version, reply.Held, reply.Reason is null ? null : true, reply.Reason));
    }

    private static async Task<IResult> MergeAsync(HttpContext context, ShopperClient shoppers)
    {
        var faults = new Faults();
        var call = ShopperCall.Read(context, faults);
        var key = context.IdempotencyKey(faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var from = MergeBody.Read(document.RootElement, faults);
        if (call is not { Shopper: var into } || from is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        var source = from.Value.In(into.Store);
        if (source == into)
        {
            return Answers.Refused("id", "is the shopper to be merged itself; name two different shoppers");
        }

        var field = source.Kind == ShopperKind.Known ? "from_user_id" : "from_anonymous_id";
        var reply = await shoppers.MergeAsync(source, into, key, context.RequestAborted);
        return reply.Outcome switch
        {
            "merged" or "already" => Json.Answer(
                new MergeAnswer(Merged: true, Already: reply.Outcome == "already", reply.Version)),
            "conflict" => Answers.Conflict(field, "names a shopper that was merged into another one before, or that this one was merged into; name the shopper that holds the data now"),
            "refused" => Answers.Refused(field, "names a shopper that cannot be merged into this one; name another shopper of the same store"),
            _ => Answers.Away(AppIds.Profiles),
        };
    }
}
