namespace Personalization.Sidecar.Resources;

/// <summary>A document of kind HTTPEndpoint: a server outside of Dapr that apps invoke by a name.</summary>
internal sealed record HttpEndpointResource
{
    public required string Name { get; init; }

    public string? Namespace { get; init; }

    public required Uri BaseUrl { get; init; }

    /// <summary>Sent with every call.</summary>
    public IReadOnlyList<ComponentProperty> Headers { get; init; } = [];

    /// <summary>Whom to trust, and our own certificate and key: PEM texts or files of them, by the names of the fields.</summary>
    public IReadOnlyList<ComponentProperty> Tls { get; init; } = [];

    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The store that <see cref="ComponentProperty.Secret"/> names secrets of.</summary>
    public string? SecretStore { get; init; }

    public required SourceLocation Location { get; init; }

    public bool IsFor(string appId, string? appNamespace) =>
        (Scopes.Count == 0 || Scopes.Contains(appId, StringComparer.Ordinal))
        && (string.IsNullOrEmpty(Namespace) || string.IsNullOrEmpty(appNamespace) || Namespace == appNamespace);
}
