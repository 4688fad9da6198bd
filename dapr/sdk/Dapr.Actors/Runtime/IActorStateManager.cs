namespace Dapr.Actors.Runtime;

/// <summary>
/// The named states of one actor. What is read is kept until the actor is deactivated or a turn fails; what is changed is written in one transaction
/// at the end of the turn. Values are JSON.
/// </summary>
public interface IActorStateManager
{
    /// <summary>Forgets a state, so that the next read goes to the store.</summary>
    /// <exception cref="InvalidOperationException">The state has changes that were not saved, and the options do not allow to lose them.</exception>
    Task UnloadStateAsync(string stateName, UnloadStateOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Adds a state.</summary>
    /// <exception cref="InvalidOperationException">There is one of this name.</exception>
    Task AddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default);

    /// <summary>Adds a state that expires.</summary>
    /// <exception cref="InvalidOperationException">There is one of this name.</exception>
    Task AddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default);

    /// <summary>Reads a state.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    Task<T> GetStateAsync<T>(string stateName, CancellationToken cancellationToken = default);

    /// <summary>Adds or replaces a state.</summary>
    Task SetStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default);

    /// <summary>Adds or replaces a state, which then expires.</summary>
    Task SetStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default);

    /// <summary>Removes a state.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    Task RemoveStateAsync(string stateName, CancellationToken cancellationToken = default);

    /// <summary>Adds a state; <c>false</c> when there is one of this name.</summary>
    Task<bool> TryAddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default);

    /// <summary>Adds a state that expires; <c>false</c> when there is one of this name.</summary>
    Task<bool> TryAddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default);

    /// <summary>Reads a state, if there is one.</summary>
    Task<ConditionalValue<T>> TryGetStateAsync<T>(string stateName, CancellationToken cancellationToken = default);

    /// <summary>Removes a state; <c>false</c> when there is none.</summary>
    Task<bool> TryRemoveStateAsync(string stateName, CancellationToken cancellationToken = default);

    /// <summary>Whether there is a state.</summary>
    Task<bool> ContainsStateAsync(string stateName, CancellationToken cancellationToken = default);

    /// <summary>Reads a state, or adds it.</summary>
    Task<T> GetOrAddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default);

    /// <summary>Reads a state, or adds it as one that expires.</summary>
    Task<T> GetOrAddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default);

    /// <summary>Adds a state, or replaces it by what the factory makes of it.</summary>
    Task<T> AddOrUpdateStateAsync<T>(string stateName, T addValue, Func<string, T, T> updateValueFactory, CancellationToken cancellationToken = default);

    /// <summary>Adds a state that expires, or replaces it by what the factory makes of it.</summary>
    Task<T> AddOrUpdateStateAsync<T>(string stateName, T addValue, Func<string, T, T> updateValueFactory, TimeSpan ttl, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything that was read or changed and not saved.</summary>
    Task ClearCacheAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes all changes in one transaction. It is called at the end of each turn.</summary>
    Task SaveStateAsync(CancellationToken cancellationToken = default);
}
