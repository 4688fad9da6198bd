using Dapr.Client;
using Personalization.Abstractions.Naming;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Api.Changes;

internal sealed class DaprChangeBroadcast(DaprClient dapr) : IChangeBroadcast
{
    public Task TellAsync(PreferencesChanged changed, CancellationToken cancellationToken) =>
        dapr.PublishEventAsync(Components.Broadcast, Topics.PreferencesChanged, changed, cancellationToken);
}
