namespace Personalization.Profiles.Contracts;

/// <param name="Shopper">An actor id.</param>
/// <param name="Version">A version of that shopper; a read that presents it sees at least this state.</param>
public sealed record PreferencesChange(string Shopper, string Version);
