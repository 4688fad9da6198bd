using Dapr;
using Dapr.AspNetCore;
using Personalization.Abstractions.Naming;
using Personalization.Hosting.Deliveries;

namespace Personalization.Decisions.Api.Rewards;

internal static class InteractionEndpoints
{
    private const int MaxMessages = 100;
    private const int MaxWaitMilliseconds = 100;

    public static void MapInteractionEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/events/interactions", TakeAsync)
            .WithTopic(new TopicOptions
            {
                PubsubName = Components.PubSub,
                Name = Topics.Interactions,
                DeadLetterTopic = Topics.DeadLetter(Topics.Interactions, AppIds.Decisions),
            })
            .WithMetadata(new BulkSubscribeAttribute(Topics.Interactions, MaxMessages, MaxWaitMilliseconds));

    private static async Task<IResult> TakeAsync(HttpRequest request, InteractionRewards rewards, CancellationToken cancellationToken)
    {
        var delivery = await request.ReadFromJsonAsync(DeliveryJson.Default.Delivery, cancellationToken) ?? new Delivery();
        return Results.Json(await rewards.TakeAsync(delivery, cancellationToken), DeliveryJson.Default.DeliveryAnswer);
    }
}
