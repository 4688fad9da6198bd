namespace Personalization.Storefront.Api.Operations;

internal sealed record ComponentState(string Name, string Type, string Version);
