using System.Globalization;
using Personalization.Sidecar.Resources.Yaml;

namespace Personalization.Sidecar.Resources;

/// <summary>Reads a document of kind Configuration over what earlier files said.</summary>
internal static class ConfigurationReader
{
    private static readonly string[] WithoutEffect =
    [
        "accessControl", "httpPipeline", "appHttpPipeline", "nameResolution", "api", "components", "workflow", "mtls", "wasm",
    ];

    public static ConfigurationResource Read(YamlMap document, ConfigurationResource earlier)
    {
        ResourceHeader.CheckVersion(document, "dapr.io/v1alpha1");
        ResourceHeader.Read(document);
        var spec = document.Map("spec");
        document.Close();
        if (spec is null)
        {
            return earlier;
        }

        var configuration = earlier;
        if (spec.Map("tracing") is { } tracing)
        {
            tracing.Accept("stdout", "otel", "zipkin", "expandParams", "includeBody");
            if (tracing.Text("samplingRate") is { } text)
            {
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1)
                {
                    configuration = configuration with { SamplingRate = rate };
                }
                else
                {
                    tracing.Error("samplingRate", $"'{text}' is not a number from 0 to 1");
                }
            }

            tracing.Close();
        }

        if (spec.Map("secrets") is { } secrets)
        {
            var scopes = secrets.Maps("scopes").Select(ReadScope).OfType<SecretScope>().ToList();
            secrets.Close();
            configuration = configuration with { SecretScopes = [.. configuration.SecretScopes.Where(s => scopes.TrueForAll(later => later.StoreName != s.StoreName)), .. scopes] };
        }

        spec.Accept("metric", "metrics", "features", "logging");
        foreach (var name in WithoutEffect)
        {
            spec.Accept(name);
            if (spec.Has(name))
            {
                spec.Notice(name, "has no effect in this sidecar");
            }
        }

        spec.Close();
        return configuration;
    }

    private static SecretScope? ReadScope(YamlMap map)
    {
        var store = map.RequiredText("storeName");
        var access = map.Text("defaultAccess");
        if (access is not (null or "") && !access.Equals(SecretScope.Allow, StringComparison.OrdinalIgnoreCase) && !access.Equals(SecretScope.Deny, StringComparison.OrdinalIgnoreCase))
        {
            map.Error("defaultAccess", $"'{access}' is neither {SecretScope.Allow} nor {SecretScope.Deny}");
        }

        var allowed = map.Texts("allowedSecrets");
        var denied = map.Texts("deniedSecrets");
        map.Close();
        return store is null ? null : new SecretScope(store, SecretScope.Deny.Equals(access, StringComparison.OrdinalIgnoreCase), allowed, denied);
    }
}
