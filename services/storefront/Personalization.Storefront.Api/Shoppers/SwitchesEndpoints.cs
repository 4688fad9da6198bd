using Personalization.Abstractions.Naming;
using Personalization.Hosting.Access;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Shoppers;

/// <summary>`GET` and `PUT /api/users/{id}/personalization`.</summary>
internal static class SwitchesEndpoints
{
    public static void MapSwitchesEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/users/{id}/personalization", GetAsync).Needs(Scopes.ReadProfiles);
        routes.MapPut("/users/{id}/personalization", PutAsync).Needs(Scopes.WriteProfiles);
    }

    private static async Task<IResult> GetAsync(HttpContext context, ShopperClient shoppers)
    {
        var faults = new Faults();
        return ShopperCall.Read(context, faults) is { } call
            ? Answer(await shoppers.GetSwitchesAsync(call.Shopper, call.MinVersion, context.RequestAborted))
            : Answers.Refuse(faults);
    }

    private static async Task<IResult> PutAsync(HttpContext context, ShopperClient shoppers)
    {
        var faults = new Faults();
        var call = ShopperCall.Read(context, faults);
        var key = context.IdempotencyKey(faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var patch = SwitchesBody.Read(document.RootElement, faults);
        if (call is null || patch is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        var reply = await shoppers.PutSwitchesAsync(call.Value.Shopper, patch with { IdempotencyKey = key }, context.RequestAborted);
        if (reply.Conflict)
        {
            return Answers.Conflict("Idempotency-Key", "was used for another change within the last day; send a new one");
        }

        return reply.Durable ? Answer(reply) : Answers.Away(AppIds.Profiles);
    }

    private static IResult Answer(SwitchesReply reply)
    {
        var switches = reply.Switches ?? new PersonalizationSwitches();
        return Json.Answer(
            new SwitchesAnswer
            {
                Enabled = switches.Enabled,
                Features = FeatureNames.All.ToDictionary(name => name, name => !switches.Features.TryGetValue(name, out var on) || on),
                Version = reply.Version,
                Degraded = reply.Degraded ? true : null,
                Reason = reply.Reason,
            });
    }
}
