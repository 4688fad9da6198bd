namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>A path of the app.</summary>
/// <param name="Path">Begins with a slash.</param>
/// <param name="Match">The condition as written; empty for the default route.</param>
internal sealed record SubscriptionRoute(string Path, string Match = "")
{
    /// <summary>A path as apps and files write it, with one slash at its start.</summary>
    public static string Rooted(string path) => path.StartsWith('/') ? path : "/" + path;
}
