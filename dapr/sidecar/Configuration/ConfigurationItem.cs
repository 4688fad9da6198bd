namespace Personalization.Sidecar.Configuration;

/// <summary>A configured value. An item whose value is empty tells that it was removed.</summary>
internal sealed record ConfigurationItem(string Value, string Version, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>What a watcher hears of a key that is gone.</summary>
    public static ConfigurationItem Removed { get; } = new("", "", new Dictionary<string, string>());
}
