namespace Personalization.Profiles.Contracts;

public sealed record PreferencesReply
{
    public LivePreferences? Preferences { get; init; }

    /// <summary>Set when the shopper was merged away: ask there. An actor id.</summary>
    public string? MovedTo { get; init; }
}
