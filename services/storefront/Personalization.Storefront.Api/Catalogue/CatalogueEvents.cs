using Dapr;
using Personalization.Abstractions.Naming;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>Hears the broadcast `catalogue-changed` on Dapr's app channel.</summary>
internal static class CatalogueEvents
{
    public static void MapCatalogueEvents(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/events/catalogue-changed", (CatalogueSync sync) =>
            {
                // The version in the event is not needed: the look asks for the newest. Hearing it twice is harmless.
                sync.Tell();
                return TypedResults.Ok();
            })
            .WithTopic(new TopicOptions
            {
                PubsubName = Components.Broadcast,
                Name = Topics.CatalogueChanged,
                DeadLetterTopic = Topics.DeadLetter(Topics.CatalogueChanged, AppIds.Storefront),
            });
}
