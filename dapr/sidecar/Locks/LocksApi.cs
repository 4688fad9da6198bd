using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Locks;

/// <summary>
/// Distributed locks of one app, over any face: finds the store, makes the key, applies the store's outbound resiliency, and turns failures into
/// daprd's codes.
/// </summary>
internal sealed class LocksApi(AppRuntime app)
{
    private const int BadRequest = 400;
    private const int Failed = 500;

    /// <returns>Whether the owner holds the resource now.</returns>
    /// <exception cref="DaprApiException">The request is incomplete, there is no such store, or it failed.</exception>
    public async Task<bool> TryLockAsync(string storeName, string? resource, string? owner, int expirySeconds, CancellationToken cancellationToken)
    {
        if (expirySeconds <= 0)
        {
            throw Malformed($"ExpiryInSeconds is not positive in lock store {storeName}");
        }

        var store = Store(storeName, resource, owner);
        try
        {
            var key = Key(store, resource!);
            return await Pipeline(storeName).RunAsync(
                token => store.TryLockAsync(key, owner!, TimeSpan.FromSeconds(expirySeconds), token),
                cancellationToken: cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DaprApiException(Failed, LockErrorCodes.TryLock, $"failed to try acquiring lock: {e.Message}", e);
        }
    }

    /// <exception cref="DaprApiException">The request is incomplete, there is no such store, or it failed.</exception>
    public async Task<UnlockStatus> UnlockAsync(string storeName, string? resource, string? owner, CancellationToken cancellationToken)
    {
        var store = Store(storeName, resource, owner);
        try
        {
            var key = Key(store, resource!);
            return await Pipeline(storeName).RunAsync(token => store.UnlockAsync(key, owner!, token), cancellationToken: cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DaprApiException(Failed, LockErrorCodes.Unlock, $"failed to release lock: {e.Message}", e);
        }
    }

    private static string Key(ILockStore store, string resource) => resource.Contains(LockKey.Separator, StringComparison.Ordinal)
        ? throw new ArgumentException($"input key/keyPrefix '{resource}' can't contain '{LockKey.Separator}'", nameof(resource))
        : store.Prefix + resource;

    private static DaprApiException Malformed(string message) => new(BadRequest, ErrorCodes.MalformedRequest, message);

    private ResiliencyPipeline Pipeline(string store) => app.Resiliency.ForOutbound(store, ResiliencyPolicies.Lock);

    private ILockStore Store(string name, string? resource, string? owner)
    {
        if (!app.Components.OfKind<ILockStore>().Any())
        {
            throw new DaprApiException(Failed, LockErrorCodes.NotConfigured, "lock store is not configured");
        }

        if (string.IsNullOrEmpty(resource))
        {
            throw Malformed($"ResourceId is empty in lock store {name}");
        }

        if (string.IsNullOrEmpty(owner))
        {
            throw Malformed($"LockOwner is empty in lock store {name}");
        }

        return app.Components.TryGet<ILockStore>(name, out var store)
            ? store
            : throw new DaprApiException(BadRequest, LockErrorCodes.NotFound, $"lock store {name} not found");
    }
}
