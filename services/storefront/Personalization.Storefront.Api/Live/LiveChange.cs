namespace Personalization.Storefront.Api.Live;

/// <param name="Version">Of the shopper's state: read with it as `min_version`.</param>
internal sealed record LiveChange(string Version);
