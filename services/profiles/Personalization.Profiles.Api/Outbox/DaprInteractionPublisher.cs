using Dapr;
using Dapr.Client;
using Personalization.Abstractions.Naming;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Outbox;

internal sealed class DaprInteractionPublisher(DaprClient dapr) : IInteractionPublisher
{
    public async Task PublishAsync(IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        if (events.Count == 1)
        {
            await dapr.PublishEventAsync(Components.PubSub, Topics.Interactions, events[0], cancellationToken);
            return;
        }

        var response = await dapr.BulkPublishEventAsync(Components.PubSub, Topics.Interactions, events, cancellationToken: cancellationToken);
        if (response.FailedEntries.Count > 0)
        {
            throw new DaprException($"{response.FailedEntries.Count} of {events.Count} events were not taken by the broker.");
        }
    }
}
