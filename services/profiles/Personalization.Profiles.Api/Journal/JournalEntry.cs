using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Journal;

/// <param name="Number">Rises over the life of this process.</param>
/// <param name="Interaction">Accepted, not yet durable.</param>
internal sealed record JournalEntry(long Number, Interaction Interaction)
{
    /// <summary>About what it takes.</summary>
    public int Bytes { get; } = OutboxLedger.Bytes(Interaction.Raw, Interaction.Context);
}
