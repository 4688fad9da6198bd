using Personalization.Sidecar.Resources.Yaml;

namespace Personalization.Sidecar.Resources;

/// <summary>The <c>metadata</c> every resource has.</summary>
internal sealed record ResourceHeader(string Name, string? Namespace)
{
    /// <returns>Null when the name is missing, which is then a finding.</returns>
    public static ResourceHeader? Read(YamlMap document)
    {
        document.Accept("kind", "apiVersion");
        if (document.Map("metadata") is not { } metadata)
        {
            document.Error("metadata", "is missing");
            return null;
        }

        var name = metadata.RequiredText("name");
        var given = metadata.Text("namespace");
        metadata.Accept("labels", "annotations");
        metadata.Close();
        return name is null ? null : new ResourceHeader(name, given);
    }

    public static void CheckVersion(YamlMap document, string expected)
    {
        var version = document.Text("apiVersion");
        if (version != expected)
        {
            document.Error("apiVersion", $"must be {expected}, not '{version}'");
        }
    }
}
