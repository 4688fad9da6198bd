using Personalization.Sidecar.Resources.Yaml;

namespace Personalization.Sidecar.Resources;

/// <summary>Reads a document of kind HTTPEndpoint.</summary>
internal static class HttpEndpointReader
{
    /// <summary>The fields of <c>clientTLS</c>.</summary>
    public const string RootCa = "rootCA";
    public const string Certificate = "certificate";
    public const string PrivateKey = "privateKey";

    public static HttpEndpointResource? Read(YamlMap document)
    {
        ResourceHeader.CheckVersion(document, "dapr.io/v1alpha1");
        var header = ResourceHeader.Read(document);
        var scopes = document.Texts("scopes");
        var auth = document.Map("auth");
        var secretStore = auth?.Text("secretStore");
        auth?.Close();
        var spec = document.Map("spec");
        document.Close();
        if (spec is null)
        {
            document.Error("spec", "is missing");
            return null;
        }

        var text = spec.RequiredText("baseUrl");
        var headers = spec.Maps("headers").Select(NamedValueReader.Read).OfType<ComponentProperty>().ToList();
        var tls = new List<ComponentProperty>();
        if (spec.Map("clientTLS") is { } map)
        {
            foreach (var field in (string[])[RootCa, Certificate, PrivateKey])
            {
                if (map.Map(field) is { } value)
                {
                    tls.Add(NamedValueReader.ReadValue(value, field));
                }
            }

            map.Accept("renegotiation");
            map.Close();
        }

        spec.Close();
        Uri? address = null;
        if (text is not null && (!Uri.TryCreate(text, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https")))
        {
            spec.Error("baseUrl", $"'{text}' is not an http or https address");
            return null;
        }

        return header is null || address is null
            ? null
            : new HttpEndpointResource
            {
                Name = header.Name,
                Namespace = header.Namespace,
                BaseUrl = address,
                Headers = headers,
                Tls = tls,
                Scopes = scopes,
                SecretStore = secretStore,
                Location = document.Location,
            };
    }
}
