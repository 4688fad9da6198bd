using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Versions;

/// <summary>Whether a state is at least what a caller demands.</summary>
public static class VersionCheck
{
    /// <summary>Null when it is; else one of <see cref="Reasons"/>.</summary>
    /// <param name="demanded">The caller's `min_version`; null demands nothing.</param>
    /// <param name="actorId">The shopper asked.</param>
    /// <param name="state">What is at hand.</param>
    /// <param name="incarnation">Of this host process.</param>
    /// <param name="journalEntry">Newest journal entry of this shopper that is in the answer or was replayed.</param>
    public static string? Missing(string? demanded, string actorId, ShopperState state, string incarnation, long journalEntry)
    {
        if (demanded is null)
        {
            return null;
        }

        if (!StateVersion.TryParse(demanded, out var version))
        {
            return Reasons.VersionNotReached;
        }

        if (version.Incarnation is { } host)
        {
            if (host == incarnation)
            {
                return version.Entry <= journalEntry && version.Turns <= state.Version ? null : Reasons.VersionNotReached;
            }

            return state.ReplayedFrom == host && version.Entry <= state.ReplayedThrough ? null : Reasons.VersionLost;
        }

        if (version.Shopper == StableHash.Short(actorId))
        {
            return version.Turns <= state.Version ? null : Reasons.VersionNotReached;
        }

        var absorbed = state.Merges.Absorbed.Any(source => StableHash.Short(source.Key) == version.Shopper && version.Turns <= source.Value);
        return absorbed ? null : Reasons.VersionNotReached;
    }
}
