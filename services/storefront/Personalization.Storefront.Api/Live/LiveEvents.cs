using System.Text.Json;
using Dapr;
using Personalization.Abstractions.Naming;
using Personalization.Hosting.Deliveries;
using Personalization.Profiles.Contracts;

namespace Personalization.Storefront.Api.Live;

/// <summary>Hears the broadcast `preferences-changed` on Dapr's app channel: every replica does, since any may hold the shopper's page.</summary>
internal static class LiveEvents
{
    public static void MapLiveEvents(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/events/preferences-changed", TakeAsync).WithTopic(new TopicOptions
        {
            PubsubName = Components.Broadcast,
            Name = Topics.PreferencesChanged,
            DeadLetterTopic = Topics.DeadLetter(Topics.PreferencesChanged, AppIds.Storefront),
        });

    private static async Task<IResult> TakeAsync(HttpContext context, LiveConnections connections)
    {
        PreferencesChanged? changed;
        try
        {
            changed = await JsonSerializer.DeserializeAsync(context.Request.Body, ProfilesJson.Default.PreferencesChanged, context.RequestAborted);
        }
        catch (JsonException)
        {
            return Results.Json(new DeliveryAnswer(DeliveryStatus.Drop, null), DeliveryJson.Default.DeliveryAnswer);
        }

        foreach (var change in changed?.Changes ?? [])
        {
            connections.Tell(change.Shopper, change.Version);
        }

        return Results.Ok();
    }
}
