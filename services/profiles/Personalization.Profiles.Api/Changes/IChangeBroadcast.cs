using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Changes;

/// <summary>Tells every replica of whoever listens, on the topic `preferences-changed`.</summary>
internal interface IChangeBroadcast
{
    /// <summary>Returns when the broker took it; throws when it did not.</summary>
    Task TellAsync(PreferencesChanged changed, CancellationToken cancellationToken);
}
