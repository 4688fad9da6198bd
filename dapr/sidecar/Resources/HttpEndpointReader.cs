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
        if (ScopedResource.Read(document) is not { } resource)
        {
            return null;
        }

        var spec = resource.Spec;
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

        return resource.Header is null || address is null
            ? null
            : new HttpEndpointResource
            {
                Name = resource.Header.Name,
                Namespace = resource.Header.Namespace,
                BaseUrl = address,
                Headers = headers,
                Tls = tls,
                Scopes = resource.Scopes,
                SecretStore = resource.SecretStore,
                Location = document.Location,
            };
    }
}
