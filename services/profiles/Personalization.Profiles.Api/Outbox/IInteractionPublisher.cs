using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Outbox;

/// <summary>Puts finished events on the topic `interactions`, at least once.</summary>
internal interface IInteractionPublisher
{
    /// <summary>Returns when the broker took all of them; throws when it did not take all.</summary>
    Task PublishAsync(IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken);
}
