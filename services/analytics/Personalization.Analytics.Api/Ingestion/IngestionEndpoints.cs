using Dapr;
using Dapr.AspNetCore;
using Personalization.Abstractions.Naming;
using Personalization.Hosting.Deliveries;

namespace Personalization.Analytics.Api.Ingestion;

internal static class IngestionEndpoints
{
    /// <summary>Events of one delivery: large enough that a commit's sync is shared, small enough for Dapr's body limit.</summary>
    private const int MaxMessages = 500;

    /// <summary>How long the sidecar may wait for a delivery to fill.</summary>
    private const int MaxWaitMilliseconds = 250;

    public static IServiceCollection AddIngestion(this IServiceCollection services) => services.AddSingleton<InteractionIngestion>();

    public static void MapIngestionEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/interactions", TakeAsync)
            .WithTopic(new TopicOptions
            {
                PubsubName = Components.PubSub,
                Name = Topics.Interactions,
                DeadLetterTopic = Topics.DeadLetter(Topics.Interactions, AppIds.Analytics),
            })
            .WithMetadata(new BulkSubscribeAttribute(Topics.Interactions, MaxMessages, MaxWaitMilliseconds));

    private static async Task<IResult> TakeAsync(HttpRequest request, InteractionIngestion ingestion, CancellationToken cancellationToken)
    {
        var delivery = await request.ReadFromJsonAsync(DeliveryJson.Default.Delivery, cancellationToken) ?? new Delivery();
        return Results.Json(await ingestion.TakeAsync(delivery, cancellationToken), DeliveryJson.Default.DeliveryAnswer);
    }
}
