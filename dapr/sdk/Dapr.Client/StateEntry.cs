using Dapr.Client;

namespace Dapr;

/// <summary>A value read from a state store together with its ETag, to be changed and written back.</summary>
/// <param name="client">The client used to write.</param>
/// <param name="storeName">The state store.</param>
/// <param name="key">The key.</param>
/// <param name="value">The value as read; the default of the type when the key was missing.</param>
/// <param name="etag">The ETag as read; empty when the key was missing.</param>
public sealed class StateEntry<TValue>(DaprClient client, string storeName, string key, TValue value, string etag)
{
    /// <summary>The state store.</summary>
    public string StoreName { get; } = storeName ?? throw new ArgumentNullException(nameof(storeName));

    /// <summary>The key.</summary>
    public string Key { get; } = key ?? throw new ArgumentNullException(nameof(key));

    /// <summary>The value, to be changed before it is saved.</summary>
    public TValue Value { get; set; } = value;

    /// <summary>The ETag as read.</summary>
    public string ETag { get; } = etag;

    /// <summary>Removes the key whatever its ETag is now.</summary>
    public Task DeleteAsync(StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        client.DeleteStateAsync(StoreName, Key, stateOptions, metadata, cancellationToken);

    /// <summary>Writes the value whatever the ETag is now.</summary>
    public Task SaveAsync(StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        client.SaveStateAsync(StoreName, Key, Value, stateOptions, metadata, cancellationToken);

    /// <summary>Writes the value if nobody else has since it was read.</summary>
    /// <returns><c>false</c> when the ETag no longer matches.</returns>
    public Task<bool> TrySaveAsync(StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        client.TrySaveStateAsync(StoreName, Key, Value, ETag, stateOptions, metadata, cancellationToken);

    /// <summary>Removes the key if nobody else has written since it was read.</summary>
    /// <returns><c>false</c> when the ETag no longer matches.</returns>
    public Task<bool> TryDeleteAsync(StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        client.TryDeleteStateAsync(StoreName, Key, ETag, stateOptions, metadata, cancellationToken);
}
