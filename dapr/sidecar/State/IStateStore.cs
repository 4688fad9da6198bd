using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.State;

/// <summary>
/// A state component. Keys are full keys, prefix included. A write that returns normally is durable as far as the store can make it;
/// a write that throws has not happened, unless the exception says so.
/// </summary>
internal interface IStateStore : IComponent
{
    /// <summary>Multi is atomic.</summary>
    bool IsTransactional { get; }

    /// <summary>The resource says <c>actorStateStore: "true"</c>.</summary>
    bool IsActorStateStore { get; }

    /// <summary>How user keys become stored keys; from the resource's <c>keyPrefix</c>.</summary>
    KeyPrefix KeyPrefix { get; }

    /// <returns>The entry, or null when the key is absent or expired.</returns>
    Task<StateEntry?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Entries in the order of <paramref name="keys"/>; null where absent. One read, not necessarily one snapshot.</summary>
    Task<IReadOnlyList<StateEntry?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Applies the operations in order, all or none, when <see cref="IsTransactional"/>; with a single operation always atomic.
    /// </summary>
    /// <exception cref="ETagMismatchException">An operation's etag or first-write condition does not hold.</exception>
    /// <exception cref="ETagInvalidException">An etag has a form that this store never issues.</exception>
    Task ApplyAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken);
}
