namespace Personalization.Storefront.Api.Operations;

/// <summary>What the sidecar says of itself.</summary>
internal sealed record SidecarState(string Version, IReadOnlyList<ComponentState> Components);
