using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Outbox;

/// <summary>The state key `outbox`: finished events of which publication is not yet known.</summary>
internal sealed record OutboxState
{
    public IReadOnlyList<InteractionRecorded> Entries { get; init; } = [];
}
