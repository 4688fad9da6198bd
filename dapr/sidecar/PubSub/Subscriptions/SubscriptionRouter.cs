namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>Chooses the path of the app for a message.</summary>
internal sealed class SubscriptionRouter(IReadOnlyList<SubscriptionRoute> routes)
{
    private readonly string? _default = routes.FirstOrDefault(route => route.Match.Length == 0)?.Path;

    /// <summary>The first route with a condition; such routes are refused when the subscription starts.</summary>
    public string? Unsupported { get; } = routes.FirstOrDefault(route => route.Match.Length > 0)?.Match;

    /// <returns>The path, or null when no route matches.</returns>
    public string? Route(ReadOnlyMemory<byte> envelope) => _default;
}
