using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Naming;
using Personalization.Hosting.Access;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Shoppers;
using Personalization.Storefront.Api.Telemetry;
using Personalization.Storefront.Interactions;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Interactions;

/// <summary>`POST /api/interactions/track` and its batch form.</summary>
internal static class TrackEndpoints
{
    public static void MapInteractionEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/interactions/track", TrackAsync).Needs(Scopes.WriteEvents);
        routes.MapPost("/interactions/track/batch", TrackBatchAsync).Needs(Scopes.WriteEvents);
    }

    private static async Task<IResult> TrackAsync(HttpContext context, Tracker tracker, StorefrontInstruments instruments)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var key = context.IdempotencyKey(faults);
        using var document = await context.ReadJsonAsync(CallBody.RequestLimit, faults);
        var read = TrackedEventReader.Read(document.RootElement, tracker.Now, tracker.DeclaredTypes(store), faults);
        if (read is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        context.RequireShopper(read.Shopper);
        await tracker.KnowProductsAsync(context.RequestAborted);
        var reply = await tracker.TrackAsync(store, read.Shopper, [tracker.ToInteraction(store, read, key)], context.RequestAborted);
        return Answer(reply, instruments);
    }

    private static IResult Answer(TrackReply reply, StorefrontInstruments instruments)
    {
        var result = reply.Results[0];
        var status = !result.Accepted ? StatusCodes.Status503ServiceUnavailable : result.Durable ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        instruments.Tracked(status, result.Duplicate);
        return result.Accepted
            ? Json.Answer(TrackAnswer.From(result, reply.Version), status)
            : Answers.Away(AppIds.Profiles, result.RetryAfterSeconds);
    }

    private static async Task<IResult> TrackBatchAsync(HttpContext context, Tracker tracker, StorefrontInstruments instruments)
    {
        var faults = new Faults();
        var store = context.Store(faults);
        var key = context.IdempotencyKey(faults);
        using var document = await context.ReadJsonAsync(CallBody.BatchLimit, faults);
        var events = BatchBody.Read(document.RootElement, faults);
        if (events is null || faults.Any)
        {
            return Answers.Refuse(faults);
        }

        var answer = await new BatchTracking(tracker, store, key, context.FaultOf).TrackAsync(events, context.RequestAborted);
        foreach (var result in answer.Results)
        {
            instruments.Tracked(result.Status, result.Duplicate ?? false);
        }

        if (answer.Results.Any(result => result.Status == StatusCodes.Status503ServiceUnavailable))
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return Json.Answer(answer);
    }
}
