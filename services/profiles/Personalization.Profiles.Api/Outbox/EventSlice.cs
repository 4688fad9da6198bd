using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Outbox;

/// <summary>What goes into one transaction, or into one call.</summary>
internal static class EventSlice
{
    /// <summary>At least one event, then as many and as large as it takes.</summary>
    public static List<Interaction> Of(IEnumerable<Interaction> events, int most)
    {
        List<Interaction> slice = [];
        var room = OutboxLedger.MostBytes;
        foreach (var interaction in events.Take(most))
        {
            room -= OutboxLedger.Bytes(interaction.Raw, interaction.Context);
            if (slice.Count > 0 && room < 0)
            {
                break;
            }

            slice.Add(interaction);
        }

        return slice;
    }
}
