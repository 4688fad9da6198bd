using System.Text.Json.Serialization.Metadata;

namespace Personalization.Discovery.Api.State;

/// <summary>
/// The service's own state: JSON values by key, with ETags. It lists no keys. A store that is away is an exception
/// (<see cref="StateUnavailableException"/>); a value that changed meanwhile is an outcome.
/// </summary>
internal interface IDiscoveryState
{
    Task<Stored<T>> GetAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class;

    /// <summary>The values in the order of the keys; null where there is none.</summary>
    Task<IReadOnlyList<T?>> GetManyAsync<T>(IReadOnlyList<string> keys, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Writes when <paramref name="etag"/> still stands, the empty one meaning that there is no value; false otherwise.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">Its JSON.</param>
    /// <param name="etag">What must stand there.</param>
    /// <param name="lifetime">After which the value is gone; null: never.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<bool> TrySaveAsync<T>(string key, T value, JsonTypeInfo<T> type, string etag, TimeSpan? lifetime, CancellationToken cancellationToken)
        where T : class;

    /// <summary>All or none. False when an ETag no longer stands, or when the store does not say why it refused.</summary>
    Task<bool> TryCommitAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken);
}
