using Personalization.Sidecar.Resources.Yaml;

namespace Personalization.Sidecar.Resources;

/// <summary>Reads a document of kind Component.</summary>
internal static class ComponentReader
{
    public static ComponentResource? Read(YamlMap document, Findings findings)
    {
        if (ScopedResource.Read(document) is not { } resource)
        {
            return null;
        }

        var spec = resource.Spec;
        var type = spec.RequiredText("type");
        var version = spec.Text("version") is { Length: > 0 } given ? given : "v1";
        if (version != "v1")
        {
            spec.Error("version", $"'{version}' is not a version of this type here; use v1");
        }

        var ignoreErrors = spec.Flag("ignoreErrors") ?? false;
        var initTimeout = spec.Duration("initTimeout") ?? TimeSpan.FromSeconds(5);
        var properties = new List<ComponentProperty>();
        foreach (var item in spec.Maps("metadata"))
        {
            if (NamedValueReader.Read(item) is not { } property)
            {
                continue;
            }

            if (properties.Exists(p => p.Name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)))
            {
                findings.Error(property.Location, $"spec.metadata.{property.Name}", "is given twice");
            }

            properties.Add(property);
        }

        spec.Close();
        if (resource.Header is not { } header || type is null)
        {
            return null;
        }

        return new ComponentResource
        {
            Name = header.Name,
            Namespace = header.Namespace,
            Type = type,
            Version = version,
            IgnoreErrors = ignoreErrors,
            InitTimeout = initTimeout,
            Properties = properties,
            Scopes = resource.Scopes,
            SecretStore = resource.SecretStore,
            Location = document.Location,
            TypeLocation = spec.LocationOf("type"),
        };
    }
}
