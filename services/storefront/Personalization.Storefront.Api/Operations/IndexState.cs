namespace Personalization.Storefront.Api.Operations;

internal sealed record IndexState(string IndexVersion, int Products);
