namespace Personalization.Profiles.Contracts;

/// <summary>Broadcast on topic `preferences-changed` after the commits: these shoppers have these versions; whoever shows one fetches it.</summary>
public sealed record PreferencesChanged
{
    public IReadOnlyList<PreferencesChange> Changes { get => field ?? []; init; } = [];
}
