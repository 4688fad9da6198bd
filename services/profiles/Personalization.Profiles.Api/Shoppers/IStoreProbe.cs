namespace Personalization.Profiles.Api.Shoppers;

/// <summary>Tries the state store with a key that is no shopper's. Each call throws when the store does not answer as it should, and ends when it is cancelled.</summary>
internal interface IStoreProbe
{
    Task LoadAsync(CancellationToken cancellationToken);

    Task SaveAsync(CancellationToken cancellationToken);
}
