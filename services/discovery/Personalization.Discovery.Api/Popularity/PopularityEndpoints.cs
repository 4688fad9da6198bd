using Dapr;
using Dapr.AspNetCore;
using Personalization.Abstractions.Naming;
using Personalization.Hosting.Deliveries;

namespace Personalization.Discovery.Api.Popularity;

internal static class PopularityEndpoints
{
    /// <summary>Events of one delivery, and of one write.</summary>
    private const int MaxMessages = 200;

    /// <summary>Popularity is frozen once a day: a delivery may wait to be full.</summary>
    private const int MaxWaitMilliseconds = 500;

    public static void MapPopularityEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/events/interactions", TakeAsync)
            .WithTopic(new TopicOptions
            {
                PubsubName = Components.PubSub,
                Name = Topics.Interactions,
                DeadLetterTopic = Topics.DeadLetter(Topics.Interactions, AppIds.Discovery),
            })
            .WithMetadata(new BulkSubscribeAttribute(Topics.Interactions, MaxMessages, MaxWaitMilliseconds));

    private static async Task<IResult> TakeAsync(HttpRequest request, PopularityHearing hearing, CancellationToken cancellationToken)
    {
        var delivery = await request.ReadFromJsonAsync(DeliveryJson.Default.Delivery, cancellationToken) ?? new Delivery();
        return Results.Json(await hearing.TakeAsync(delivery, cancellationToken), DeliveryJson.Default.DeliveryAnswer);
    }
}
