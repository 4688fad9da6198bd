using Dapr;
using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Abstractions.Naming;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Definitions;

internal static class DefinitionEndpoints
{
    public static void MapDefinitionEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(DecisionsRoutes.ListDefinitions, (DefinitionQuery query, DefinitionStore store, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken));
        routes.MapPost(DecisionsRoutes.FindDefinition, async Task<Results<Ok<DefinitionVersion>, NotFound>> (DefinitionQuery query, DefinitionStore store, CancellationToken cancellationToken) =>
            await store.FindAsync(query, cancellationToken) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound());
        routes.MapPost(DecisionsRoutes.DefinitionHistory, async Task<Results<Ok<DefinitionList>, NotFound>> (DefinitionQuery query, DefinitionStore store, CancellationToken cancellationToken) =>
            await store.HistoryAsync(query, cancellationToken) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound());
        routes.MapPost(DecisionsRoutes.ChangeDefinition, (DefinitionChange change, DefinitionStore store, CancellationToken cancellationToken) => store.ChangeAsync(change, cancellationToken));
        routes.MapPost(DecisionsRoutes.ValidateDefinition, (DefinitionChange change, DefinitionStore store, CancellationToken cancellationToken) => store.ValidateAsync(change, cancellationToken));
    }

    /// <summary>Hears the broadcast. The version in it is not needed: the look asks for the newest.</summary>
    public static void MapDefinitionEvents(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/events/definitions-changed", (DefinitionSync sync) =>
            {
                sync.Tell();
                return TypedResults.Ok();
            })
            .WithTopic(new TopicOptions
            {
                PubsubName = Components.Broadcast,
                Name = Topics.DefinitionsChanged,
                DeadLetterTopic = Topics.DeadLetter(Topics.DefinitionsChanged, AppIds.Decisions),
            });
}
