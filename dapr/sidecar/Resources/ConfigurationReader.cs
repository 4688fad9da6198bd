using System.Globalization;
using Personalization.Sidecar.Resources.Yaml;
using Personalization.Sidecar.Telemetry.Tracing;

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
            tracing.Accept("stdout", "zipkin", "expandParams", "includeBody");
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

            if (tracing.Map("otel") is { } otel)
            {
                configuration = configuration with { Otlp = ReadOtlp(otel) ?? configuration.Otlp };
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

    private static OtlpSettings? ReadOtlp(YamlMap map)
    {
        var address = map.Text("endpointAddress");
        var secure = map.Flag("isSecure") ?? true;
        var protocol = map.Text("protocol");
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var header in map.Texts("headers"))
        {
            var equals = header.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                map.Error("headers", "an entry is not of the form name=value");
                continue;
            }

            headers.Add(new(header[..equals], header[(equals + 1)..]));
        }

        var timeout = map.Duration("timeout") ?? OtlpSettings.DefaultTimeout;
        map.Close();
        if (protocol is not (null or "" or "grpc" or "http"))
        {
            map.Error("protocol", $"'{protocol}' is neither grpc nor http");
        }

        if (string.IsNullOrEmpty(address))
        {
            return null;
        }

        if (!Uri.TryCreate($"{(secure ? "https" : "http")}://{address}", UriKind.Absolute, out var endpoint) || endpoint.AbsolutePath != "/")
        {
            map.Error("endpointAddress", $"'{address}' is not of the form host:port");
            return null;
        }

        return new OtlpSettings(endpoint, protocol is not "http", headers, timeout);
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
