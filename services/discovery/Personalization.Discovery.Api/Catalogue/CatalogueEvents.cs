using Dapr;
using Personalization.Abstractions.Naming;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Hears what other replicas published.</summary>
internal static class CatalogueEvents
{
    public static void MapCatalogueEvents(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/events/catalogue-changed", (WorkSignal signal) =>
            {
                // The workers look what is in state: the event's own version is not needed, and hearing it twice is harmless.
                signal.Ring();
                return TypedResults.Ok();
            })
            .WithTopic(new TopicOptions
            {
                PubsubName = Components.Broadcast,
                Name = Topics.CatalogueChanged,
                DeadLetterTopic = Topics.DeadLetter(Topics.CatalogueChanged, AppIds.Discovery),
            });
}
