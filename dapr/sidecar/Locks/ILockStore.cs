using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Locks;

/// <summary>One distributed lock component. One class a component type.</summary>
internal interface ILockStore : IComponent
{
    /// <summary>What stands before <c>||</c> in a resource's key, as the component's <c>keyPrefix</c> says.</summary>
    string Prefix { get; }

    /// <returns>True: the owner holds the resource until the expiry; false: somebody, perhaps the same owner, holds it already.</returns>
    Task<bool> TryLockAsync(string resource, string owner, TimeSpan expiry, CancellationToken cancellationToken);

    /// <summary>Gives the resource back, if the owner holds it.</summary>
    Task<UnlockStatus> UnlockAsync(string resource, string owner, CancellationToken cancellationToken);
}
