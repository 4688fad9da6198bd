namespace Personalization.Sidecar.Resources;

/// <summary>A document of kind Component.</summary>
public sealed record ComponentResource
{
    public required string Name { get; init; }

    public string? Namespace { get; init; }

    /// <summary>e.g. <c>state.sqlite</c>.</summary>
    public required string Type { get; init; }

    public string Version { get; init; } = "v1";

    /// <summary>The app starts without the component if it fails.</summary>
    public bool IgnoreErrors { get; init; }

    /// <summary>How long initialization may take.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public IReadOnlyList<ComponentProperty> Properties { get; init; } = [];

    /// <summary>The apps that see it; empty: all.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The secret store that <see cref="ComponentProperty.Secret"/> names secrets of: <c>auth.secretStore</c>.</summary>
    public string? SecretStore { get; init; }

    public required SourceLocation Location { get; init; }

    /// <summary>Where <c>spec.type</c> stands.</summary>
    public required SourceLocation TypeLocation { get; init; }

    public bool IsInScope(string appId) => Scopes.Count == 0 || Scopes.Contains(appId, StringComparer.Ordinal);
}
