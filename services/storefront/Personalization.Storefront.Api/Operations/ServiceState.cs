namespace Personalization.Storefront.Api.Operations;

/// <param name="AppId">The Dapr app-id.</param>
/// <param name="Status">`up`, `starting` or `away`.</param>
internal sealed record ServiceState(string AppId, string Status);
