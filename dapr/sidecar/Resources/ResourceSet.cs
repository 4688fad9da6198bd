namespace Personalization.Sidecar.Resources;

/// <summary>What the resource folders and configuration files of an app hold.</summary>
internal sealed record ResourceSet
{
    public static ResourceSet Empty { get; } = new();

    public IReadOnlyList<ComponentResource> Components { get; init; } = [];

    public IReadOnlyList<ResiliencyResource> Resiliencies { get; init; } = [];

    public IReadOnlyList<SubscriptionResource> Subscriptions { get; init; } = [];

    public IReadOnlyList<HttpEndpointResource> HttpEndpoints { get; init; } = [];

    public ConfigurationResource Configuration { get; init; } = new();

    /// <summary>Findings, warnings included. When <see cref="HasErrors"/>, the rest is incomplete and must not be used.</summary>
    public IReadOnlyList<ResourceDiagnostic> Diagnostics { get; init; } = [];

    public bool HasErrors => Diagnostics.Any(d => d.IsError);
}
