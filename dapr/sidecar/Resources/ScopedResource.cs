using Personalization.Sidecar.Resources.Yaml;

namespace Personalization.Sidecar.Resources;

/// <summary>How every resource begins that apps are scoped to and that may refer to secrets: components and HTTP endpoints.</summary>
/// <param name="Header">Null when it has no name, which is then a finding.</param>
/// <param name="Scopes">App-ids; none: every app.</param>
/// <param name="SecretStore">The store of its secrets.</param>
/// <param name="Spec">What it is; not closed.</param>
internal sealed record ScopedResource(ResourceHeader? Header, IReadOnlyList<string> Scopes, string? SecretStore, YamlMap Spec)
{
    /// <summary>Reads the document up to its <c>spec</c>, and closes it.</summary>
    /// <returns>Null without a <c>spec</c>, which is then a finding.</returns>
    public static ScopedResource? Read(YamlMap document)
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

        return new ScopedResource(header, scopes, secretStore, spec);
    }
}
