namespace Personalization.Storefront.Api.Operations;

/// <summary>Looks at the other parts. Never throws for an absent one.</summary>
internal interface ISystemProbe
{
    /// <summary>Null when the sidecar is away.</summary>
    Task<SidecarState?> ReadSidecarAsync(CancellationToken cancellationToken);

    Task<bool> IsUpAsync(string appId, CancellationToken cancellationToken);
}
