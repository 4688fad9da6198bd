namespace Personalization.Discovery.Contracts;

/// <summary>Broadcast on topic `catalogue-changed`: another index version, or another model with it, is in force; whoever needs it fetches it.</summary>
public sealed record CatalogueChanged(string StoreId, string Version);
