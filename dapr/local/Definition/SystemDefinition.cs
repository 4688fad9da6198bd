namespace Personalization.Local.Definition;

/// <summary>tye.yaml, read and checked: paths are full paths.</summary>
internal sealed record SystemDefinition
{
    /// <summary>Full path of the sidecar's project file.</summary>
    public required string SidecarProject { get; init; }

    /// <summary>Folder with one subfolder of component files for each environment.</summary>
    public required string ComponentsFolder { get; init; }

    /// <summary>The demo shop's data; the same in every environment.</summary>
    public string DemoFolder => Path.Combine(ComponentsFolder, "local", "demo");

    /// <summary>Folder with configuration.yaml and resiliency.yaml, the same in every environment.</summary>
    public required string ConfigurationFolder { get; init; }

    public required IReadOnlyList<ServiceDefinition> Services { get; init; }
}
