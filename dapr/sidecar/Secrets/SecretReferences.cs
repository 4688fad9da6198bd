using Personalization.Sidecar.Components;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Secrets;

/// <summary>Puts the values of secrets in place of the references to them.</summary>
internal static partial class SecretReferences
{
    /// <summary>
    /// Asks the store for every secret that is referred to. As in daprd a secret that is not there leaves the field empty; it is told, and
    /// a component that needs the field refuses to start.
    /// </summary>
    public static async Task<IReadOnlyList<ComponentProperty>> ResolveAsync(
        IReadOnlyList<ComponentProperty> properties,
        ISecretStore store,
        string storeName,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, IReadOnlyDictionary<string, string>?>(StringComparer.Ordinal);
        var resolved = new List<ComponentProperty>(properties.Count);
        foreach (var property in properties)
        {
            if (property.Secret is not { } secret)
            {
                resolved.Add(property);
                continue;
            }

            if (!known.TryGetValue(secret.Name, out var values))
            {
                known.Add(secret.Name, values = await store.GetAsync(secret.Name, new Dictionary<string, string>(), cancellationToken));
            }

            var value = values?.GetValueOrDefault(secret.Key);
            if (string.IsNullOrEmpty(value))
            {
                LogMissing(logger, property.Location, property.Name, secret.Name, secret.Key, storeName);
            }

            resolved.Add(property with { Value = value ?? "", Secret = null });
        }

        return resolved;
    }

    /// <summary>The error of a reference to a store that the app does not have.</summary>
    public static ResourceException StoreMissing(ComponentProperty property, string? store) => new(
        property.Location,
        $"spec.metadata.{property.Name}.secretKeyRef",
        string.IsNullOrEmpty(store)
            ? "auth.secretStore does not say which secret store has it"
            : $"there is no secret store '{store}' among the components of this app");

    [LoggerMessage(210, LogLevel.Warning, "{Location}: {Field} stays empty: secret '{Secret}' (key '{Key}') is not in store '{Store}'")]
    private static partial void LogMissing(ILogger logger, SourceLocation location, string field, string secret, string key, string store);
}
