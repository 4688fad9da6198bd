namespace Personalization.Sidecar.State;

/// <summary>daprd's key prefix strategies: what stands before <c>||</c> in a stored key.</summary>
internal sealed class KeyPrefix
{
    /// <summary>Between prefix and key; refused inside a user's key.</summary>
    public const string Separator = "||";

    private readonly string _prefix;

    private KeyPrefix(string prefix) => _prefix = prefix;

    /// <summary>Keys are stored as given.</summary>
    public static KeyPrefix None { get; } = new("");

    /// <param name="strategy">The component's <c>keyPrefix</c>: appid (default), name, namespace, none, or any constant.</param>
    public static KeyPrefix From(string? strategy, string appId, string? appNamespace, string componentName) =>
        strategy?.ToLowerInvariant() switch
        {
            null or "" or "appid" => new KeyPrefix(appId + Separator),
            "name" => new KeyPrefix(componentName + Separator),
            "namespace" => new KeyPrefix(string.IsNullOrEmpty(appNamespace) ? appId + Separator : $"{appNamespace}.{appId}{Separator}"),
            "none" => None,
            _ => new KeyPrefix(strategy + Separator),
        };

    public string Apply(string key) => _prefix.Length == 0 ? key : _prefix + key;
}
