namespace Personalization.Discovery.Api.Catalogue;

internal sealed record StoreList(IReadOnlyList<string> Stores);
