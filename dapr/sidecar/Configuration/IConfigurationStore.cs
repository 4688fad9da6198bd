using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Configuration;

/// <summary>One configuration component: values that operators set, read-only to apps. One class a component type.</summary>
internal interface IConfigurationStore : IComponent
{
    /// <param name="keys">The wanted keys; empty: all.</param>
    /// <param name="metadata">The request's.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>Those of the keys that have a value.</returns>
    Task<IReadOnlyDictionary<string, ConfigurationItem>> GetAsync(IReadOnlyList<string> keys, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken);

    /// <summary>
    /// Tells each change of the keys (none: of all), one call at a time. Changes of a key that come faster than they are taken may be told once, with the last
    /// value. Disposing the result ends it.
    /// </summary>
    Task<IAsyncDisposable> WatchAsync(
        IReadOnlyList<string> keys,
        IReadOnlyDictionary<string, string> metadata,
        Func<IReadOnlyDictionary<string, ConfigurationItem>, CancellationToken, Task> changed,
        CancellationToken cancellationToken);
}
