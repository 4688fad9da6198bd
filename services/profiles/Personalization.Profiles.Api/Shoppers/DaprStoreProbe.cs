using Dapr.Client;
using Personalization.Abstractions.Naming;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>A key of the app's own beside the actors' state.</summary>
internal sealed class DaprStoreProbe(DaprClient dapr) : IStoreProbe
{
    private const string Key = "store-probe";

    public Task LoadAsync(CancellationToken cancellationToken) => dapr.GetByteStateAsync(Components.ProfilesState, Key, cancellationToken: cancellationToken);

    public Task SaveAsync(CancellationToken cancellationToken) => dapr.SaveByteStateAsync(Components.ProfilesState, Key, new byte[] { 1 }, cancellationToken: cancellationToken);
}
