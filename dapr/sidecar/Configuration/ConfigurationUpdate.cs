namespace Personalization.Sidecar.Configuration;

/// <summary>What changed, for one subscription.</summary>
internal sealed record ConfigurationUpdate(string Id, IReadOnlyDictionary<string, ConfigurationItem> Items);
