namespace Personalization.Discovery.Contracts;

/// <summary>Broadcast on topic `catalogue-changed`: a version exists; whoever needs it fetches it.</summary>
public sealed record CatalogueChanged(string StoreId, string Version);
