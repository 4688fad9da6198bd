using Personalization.Sidecar.PubSub.Subscriptions;

namespace Personalization.Sidecar.Resources;

/// <summary>A document of kind Subscription.</summary>
/// <param name="Name">Of the resource.</param>
/// <param name="Namespace">Null: every one.</param>
/// <param name="Scopes">The apps that have it; empty: all.</param>
/// <param name="Subscription">What is subscribed to.</param>
internal sealed record SubscriptionResource(string Name, string? Namespace, IReadOnlyList<string> Scopes, Subscription Subscription)
{
    public bool IsFor(string appId, string? appNamespace) =>
        (Scopes.Count == 0 || Scopes.Contains(appId, StringComparer.Ordinal))
        && (string.IsNullOrEmpty(Namespace) || string.IsNullOrEmpty(appNamespace) || Namespace == appNamespace);
}
